package dev.mycelium.agent.simulation;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the experiments' raw results come to: a table, each of whose rows names the files that it is
 * computed from, and can be computed again.
 *
 * <pre>
 *   summary.csv   files,measure,argument,value
 *                 mcmahan-iid-*.csv,median_rounds_to,0.97,91
 *                 byzantine-none-mean-*.csv,mean_of_last,10,0.914
 * </pre>
 */
public final class Summary {
  private static final String HEADING = "files,measure,argument,value";
  private static final String FILE = "summary.csv";

  private final Path folder;
  private final List<Row> rows;

  /** How a figure comes of curves. */
  enum Measure {
    /** Rounds to a metric, the median over the files; of an even number the lower middle one. */
    MEDIAN_ROUNDS_TO {
      @Override
      String of(List<List<Experiment.Point>> curves, double argument) {
        List<Long> rounds =
            curves.stream().map(curve -> roundsTo(curve, argument)).sorted().toList();
        long median = rounds.get((rounds.size() - 1) / 2);
        return median == Long.MAX_VALUE ? "never" : String.valueOf(median);
      }
    },

    /** Mean of the metric over so many last versions of each file, and over the files. */
    MEAN_OF_LAST {
      @Override
      String of(List<List<Experiment.Point>> curves, double argument) {
        OptionalDouble mean =
            curves.stream().mapToDouble(curve -> Curve.meanOfLast(curve, (int) argument)).average();
        return String.format(Locale.ROOT, "%.3f", mean.orElseThrow());
      }
    };

    abstract String of(List<List<Experiment.Point>> curves, double argument);

    private static long roundsTo(List<Experiment.Point> curve, double metric) {
      return curve.stream()
          .filter(point -> point.score().metric() >= metric)
          .mapToLong(Experiment.Point::version)
          .min()
          .orElse(Long.MAX_VALUE);
    }
  }

  /**
   * A figure and where it comes from.
   *
   * @param files a pattern of names, {@code *} for anything
   * @param value as it was written down
   */
  record Row(String files, Measure measure, double argument, String value) {

    static Row of(String line) {
      String[] cells = line.split(",", -1);
      if (cells.length != 4) {
        throw new IllegalArgumentException(
            "%s: \"%s\" (expected: %s)".formatted(FILE, line, HEADING));
      }
      return new Row(
          cells[0],
          Measure.valueOf(cells[1].toUpperCase(Locale.ROOT)),
          Double.parseDouble(cells[2]),
          cells[3]);
    }
  }

  /**
   * A figure computed again.
   *
   * @param computed from the files as they are now
   */
  public record Checked(String files, String measure, String written, String computed) {

    public boolean isRight() {
      return written.equals(computed);
    }
  }

  private Summary(Path folder, List<Row> rows) {
    this.folder = requireNonNull(folder, "folder");
    this.rows = rows;
  }

  /** The summary that lies beside the raw results in {@code folder}. */
  public static Summary read(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(FILE));
    return new Summary(
        folder, lines.stream().skip(1).filter(line -> !line.isBlank()).map(Row::of).toList());
  }

  /**
   * @throws UncheckedIOException if raw results can't be read
   * @throws IllegalArgumentException if a row's files are not there
   */
  public List<Checked> check() {
    return rows.stream().map(this::checked).toList();
  }

  private Checked checked(Row row) {
    String measure = row.measure().name().toLowerCase(Locale.ROOT) + " " + row.argument();
    String computed = row.measure().of(curves(row.files()), row.argument());
    return new Checked(row.files(), measure, row.value(), computed);
  }

  private List<List<Experiment.Point>> curves(String pattern) {
    List<List<Experiment.Point>> curves = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        curves.add(Curve.read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (curves.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no file (expected: the raw results in %s)".formatted(pattern, folder));
    }
    return curves;
  }
}
