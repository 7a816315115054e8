package dev.mycelium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What each way of learning reached in each split, kept as a file from run to run. */
final class AucTable {
  private static final String COLUMNS = "split,hospital,local,federated,pooled";

  /** Student's t, 97.5 %, 19 degrees of freedom: for twenty splits. */
  private static final double STUDENT = 2.093;

  /** Hold-out over training examples, for splits that overlap (Nadeau and Bengio 2003, eq. 9). */
  private static final double OVERLAP = 0.3 / 0.7;

  private final List<Entry> entries = new ArrayList<>();

  /** Who trained on what. */
  enum Way {
    LOCAL,
    FEDERATED,
    POOLED
  }

  /**
   * @param aucs one for each {@link Way}
   */
  record Row(String hospital, double[] aucs) {}

  private record Entry(int split, Row row) {}

  static AucTable read(Path file) {
    AucTable table = new AucTable();
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).stream().skip(1).map(AucTable::entry).forEach(table.entries::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return table;
  }

  private static Entry entry(String line) {
    String[] cells = line.split(",");
    double[] aucs = new double[Way.values().length];
    for (int i = 0; i < aucs.length; i++) {
      aucs[i] = Double.parseDouble(cells[2 + i]);
    }
    return new Entry(Integer.parseInt(cells[0]), new Row(cells[1], aucs));
  }

  boolean has(int split) {
    return entries.stream().anyMatch(entry -> entry.split() == split);
  }

  void add(int split, List<Row> rows) {
    rows.forEach(row -> entries.add(new Entry(split, row)));
  }

  double mean(String hospital, Way way) {
    return values(hospital, way).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  String csv() {
    return entries.stream()
        .map(
            entry ->
                text(
                    "%d,%s,%.4f,%.4f,%.4f%n",
                    entry.split(),
                    entry.row().hospital(),
                    entry.row().aucs()[0],
                    entry.row().aucs()[1],
                    entry.row().aucs()[2]))
        .collect(Collectors.joining("", COLUMNS + System.lineSeparator(), ""));
  }

  /** Mean and half width of the 95 % interval, a line for each hospital. */
  String summary() {
    return entries.stream()
        .map(entry -> entry.row().hospital())
        .distinct()
        .map(
            hospital ->
                text(
                    "%-12s local %s  federated %s  pooled %s  (%d splits)",
                    hospital,
                    interval(hospital, Way.LOCAL),
                    interval(hospital, Way.FEDERATED),
                    interval(hospital, Way.POOLED),
                    values(hospital, Way.POOLED).size()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private String interval(String hospital, Way way) {
    List<Double> values = values(hospital, way);
    double mean = mean(hospital, way);
    double squares = values.stream().mapToDouble(value -> Math.pow(value - mean, 2)).sum();
    double variance = squares / (values.size() - 1);
    return text(
        "%.3f ± %.3f", mean, STUDENT * Math.sqrt((1.0 / values.size() + OVERLAP) * variance));
  }

  private List<Double> values(String hospital, Way way) {
    return entries.stream()
        .filter(entry -> entry.row().hospital().equals(hospital))
        .map(entry -> entry.row().aucs()[way.ordinal()])
        .toList();
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
