package dev.mycelium.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One start of a program.
 *
 * @param until time from the start until it was of use
 * @param processor processor time that it had taken by then
 * @param idleMebibytes resident memory once it had nothing to do
 */
record StartUp(Duration until, Duration processor, double idleMebibytes) {
  static final String HEADING =
      "| | of use after | processor time until then | idle |\n|---|---|---|---|";

  /** A row of a table: of each figure the median, the lower one of an even number. */
  static String median(String program, List<StartUp> starts) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f s | %.1f s | %.0f MiB |",
        program,
        median(starts, start -> start.until().toMillis() / 1000.0),
        median(starts, start -> start.processor().toMillis() / 1000.0),
        median(starts, StartUp::idleMebibytes));
  }

  private static double median(List<StartUp> starts, ToDoubleFunction<StartUp> figure) {
    double[] sorted = starts.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
