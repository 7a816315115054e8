package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code docs/bar-features.md} names the features in their order, and the bars each looks at. */
class BarFeaturesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "bar-features.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\|.*\\| (\\d+) \\|$", Pattern.MULTILINE);
  private static final int BARS = 70;
  private static final int LAST = BARS - 1;

  @Test
  void namesEveryFeatureWithItsWindow() throws IOException {
    Map<String, Integer> documented = documented();

    assertThat(documented.keySet()).containsExactlyElementsOf(BarFeatures.names());
    assertThat(documented).isEqualTo(measured());
  }

  private static Map<String, Integer> documented() throws IOException {
    Map<String, Integer> windows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      windows.put(row.group(1), Integer.valueOf(row.group(2)));
    }
    return windows;
  }

  /** How far back another bar makes another value. */
  private static Map<String, Integer> measured() {
    double[] usual = new BarFeatures(bars(-1, 1)).at(LAST);
    Map<String, Integer> windows = new LinkedHashMap<>();
    for (int bar = 0; bar <= LAST; bar++) {
      double[] dearer = new BarFeatures(bars(bar, 10)).at(LAST);
      double[] cheaper = new BarFeatures(bars(bar, 0.1)).at(LAST);
      for (int i = 0; i < usual.length; i++) {
        if (dearer[i] != usual[i] || cheaper[i] != usual[i]) {
          windows.putIfAbsent(BarFeatures.names().get(i), LAST - bar + 1);
        }
      }
    }
    return windows;
  }

  /** Bars of which {@code other} has other prices, another volume and another time. */
  private static Bars bars(int other, double factor) {
    return Bars.of(
        IntStream.range(0, BARS)
            .mapToObj(i -> i == other ? bar(i, 2, factor) : bar(i, 1, 1))
            .toList());
  }

  private static Bars.Bar bar(int i, long seed, double factor) {
    SeededDraws draws = new SeededDraws(seed, i);
    double open = factor * draws.between(90, 110);
    double close = factor * draws.between(90, 110);
    double high = Math.max(open, close) * draws.between(1, 1.1);
    double low = Math.min(open, close) * draws.between(0.9, 1);
    double volume = factor * draws.between(1, 50);
    return new Bars.Bar(3600L * i + seed, open, high, low, close, volume);
  }
}
