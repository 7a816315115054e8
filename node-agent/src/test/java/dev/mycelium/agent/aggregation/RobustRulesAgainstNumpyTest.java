package dev.mycelium.agent.aggregation;

import static dev.mycelium.agent.aggregation.SomeCohorts.next;
import static dev.mycelium.agent.aggregation.SomeCohorts.node;
import static dev.mycelium.agent.aggregation.SomeCohorts.numbers;
import static dev.mycelium.agent.aggregation.SomeCohorts.values;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What src/test/python/robust_rules.py computed of the same head and updates, in binary64. */
class RobustRulesAgainstNumpyTest {
  private static final double TOLERANCE = 1e-6;
  private static final Map<String, double[]> NUMPY = read();

  private static final Map<String, Aggregator> RULES =
      Map.ofEntries(
          Map.entry("fedavg", new FedAvg()),
          Map.entry("mean", new UnweightedMean()),
          Map.entry("median", new Median()),
          Map.entry("trimmed_mean,trim=3", new TrimmedMean(3)),
          Map.entry("krum,attackers=3", new Krum(3, 1)),
          Map.entry("multi_krum,attackers=3,selected=8", new Krum(3, 8)),
          Map.entry("clipped,norm=10.0/mean", new Clipped(10, new UnweightedMean())),
          Map.entry("clipped,norm=10.0/fedavg", new Clipped(10, new FedAvg())),
          Map.entry("mixed,attackers=3/median", new Mixed(3, new Median())),
          Map.entry("mixed,attackers=3/trimmed_mean,trim=3", new Mixed(3, new TrimmedMean(3))),
          Map.entry(
              "clipped,norm=10.0/mixed,attackers=3/krum,attackers=3",
              new Clipped(10, new Mixed(3, new Krum(3, 1)))),
          Map.entry(
              "clipped,norm=9.0/mixed,attackers=2/multi_krum,attackers=2,selected=4",
              new Clipped(9, new Mixed(2, new Krum(2, 4)))));

  static Stream<String> rules() {
    return RULES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void makesTheSameHead(String name) {
    double[] expected = requireNonNull(NUMPY.get(name), name);

    float[] next = values(next(RULES.get(name), numbers(floats("head")), cohort()));

    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      error = Math.max(error, Math.abs(next[i] - expected[i]));
    }
    assertThat(error / scale).isLessThan(TOLERANCE);
  }

  @Test
  void everyRuleOfTheScriptIsCompared() {
    assertThat(NUMPY.keySet())
        .filteredOn(name -> !name.matches("head|examples|update-.*"))
        .containsExactlyInAnyOrderElementsOf(RULES.keySet());
  }

  private static Cohort cohort() {
    double[] examples = requireNonNull(NUMPY.get("examples"));
    List<Contribution> contributions = new ArrayList<>();
    for (int member = 0; member < examples.length; member++) {
      contributions.add(
          new Contribution(
              node(member), numbers(floats("update-" + member)), (long) examples[member]));
    }
    return new Cohort(contributions);
  }

  /** Exact: the script wrote float32. */
  private static float[] floats(String name) {
    double[] wide = requireNonNull(NUMPY.get(name), name);
    float[] floats = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      floats[i] = (float) wide[i];
    }
    return floats;
  }

  private static Map<String, double[]> read() {
    try (InputStream file =
        requireNonNull(
            RobustRulesAgainstNumpyTest.class.getResourceAsStream(
                "/aggregation/robust_rules.txt"))) {
      Map<String, double[]> lines = new LinkedHashMap<>();
      new String(file.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .forEach(
              words ->
                  lines.put(
                      words[0],
                      Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray()));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
