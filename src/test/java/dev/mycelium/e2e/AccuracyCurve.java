package dev.mycelium.e2e;

import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Accuracy of a group's heads over its rounds; versions that nobody could measure have no row. */
final class AccuracyCurve {
  private static final String COLUMNS = "agents,round,version,epoch,seconds,accuracy";

  private final String agents;
  private final long begin = System.nanoTime();
  private final List<Row> rows = new ArrayList<>();

  private record Row(Head head, double seconds, double accuracy) {}

  /**
   * @param agents who learns, for the reader of the file
   */
  AccuracyCurve(String agents) {
    this.agents = agents;
  }

  void add(Head head, double accuracy) {
    double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    rows.add(new Row(head, seconds, accuracy));
  }

  double best() {
    return rows.stream().mapToDouble(Row::accuracy).max().orElse(0);
  }

  /** The accuracy of the newest head that was measured. */
  double last() {
    return rows.get(rows.size() - 1).accuracy();
  }

  String summary(double bound) {
    String reached =
        rows.stream()
            .filter(row -> row.accuracy() >= bound)
            .findFirst()
            .map(row -> text("%.2f first in round %d", bound, row.head().round()))
            .orElse(text("%.2f not reached", bound));
    Row end = rows.get(rows.size() - 1);
    return text(
        "%s: best %.4f, last %.4f at version %d, round %d, epoch %d after %.0f s; %s",
        agents,
        best(),
        end.accuracy(),
        end.head().version(),
        end.head().round(),
        end.head().epoch(),
        end.seconds(),
        reached);
  }

  static void write(Path file, AccuracyCurve... curves) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          Stream.concat(Stream.of(COLUMNS), Stream.of(curves).flatMap(AccuracyCurve::lines))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private Stream<String> lines() {
    return rows.stream()
        .map(
            row ->
                text(
                    "%s,%d,%d,%d,%.1f,%.4f",
                    agents,
                    row.head().round(),
                    row.head().version(),
                    row.head().epoch(),
                    row.seconds(),
                    row.accuracy()));
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
