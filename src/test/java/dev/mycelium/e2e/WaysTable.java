package dev.mycelium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What each way of learning reached in each run and place, kept as a file from run to run: a run is
 * a split of the data or a seed, a place is a node or all of them.
 */
final class WaysTable {
  private final String columns;
  private final Spread spread;
  private final List<Entry> entries = new ArrayList<>();

  /** Who trained on what. */
  enum Way {
    LOCAL,
    FEDERATED,
    POOLED
  }

  /**
   * How far a mean over runs may be off: t sqrt((1/n + overlap) s²), with s² the variance over n
   * runs.
   *
   * @param student quantile of Student's t, 97.5 %, for n - 1 degrees of freedom
   * @param overlap hold-out over training examples where runs are splits that overlap (Nadeau and
   *     Bengio 2003, eq. 9), else 0
   */
  record Spread(double student, double overlap) {}

  /**
   * @param values one for each {@link Way}
   */
  record Row(String place, double[] values) {}

  private record Entry(int run, Row row) {}

  private WaysTable(String columns, Spread spread) {
    this.columns = columns;
    this.spread = spread;
  }

  /**
   * @param run what the file's first column is called
   * @param place what its second is called
   */
  static WaysTable read(Path file, String run, String place, Spread spread) {
    WaysTable table = new WaysTable(run + "," + place + ",local,federated,pooled", spread);
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).stream().skip(1).map(WaysTable::entry).forEach(table.entries::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return table;
  }

  private static Entry entry(String line) {
    String[] cells = line.split(",");
    double[] values = new double[Way.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(cells[2 + i]);
    }
    return new Entry(Integer.parseInt(cells[0]), new Row(cells[1], values));
  }

  boolean has(int run) {
    return entries.stream().anyMatch(entry -> entry.run() == run);
  }

  void add(int run, List<Row> rows) {
    rows.forEach(row -> entries.add(new Entry(run, row)));
  }

  double mean(String place, Way way) {
    return values(place, way).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  String csv() {
    return entries.stream()
        .map(
            entry ->
                text(
                    "%d,%s,%.4f,%.4f,%.4f%n",
                    entry.run(),
                    entry.row().place(),
                    entry.row().values()[0],
                    entry.row().values()[1],
                    entry.row().values()[2]))
        .collect(Collectors.joining("", columns + System.lineSeparator(), ""));
  }

  /** Mean and half width of the 95 % interval, a line for each place. */
  String summary() {
    return entries.stream()
        .map(entry -> entry.row().place())
        .distinct()
        .map(
            place ->
                text(
                    "%-12s local %s  federated %s  pooled %s  (%d runs)",
                    place,
                    interval(place, Way.LOCAL),
                    interval(place, Way.FEDERATED),
                    interval(place, Way.POOLED),
                    values(place, Way.POOLED).size()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private String interval(String place, Way way) {
    List<Double> values = values(place, way);
    double mean = mean(place, way);
    double squares = values.stream().mapToDouble(value -> Math.pow(value - mean, 2)).sum();
    double variance = squares / (values.size() - 1);
    return text(
        "%.3f ± %.3f",
        mean, spread.student() * Math.sqrt((1.0 / values.size() + spread.overlap()) * variance));
  }

  private List<Double> values(String place, Way way) {
    return entries.stream()
        .filter(entry -> entry.row().place().equals(place))
        .map(entry -> entry.row().values()[way.ordinal()])
        .toList();
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
