package dev.mycelium.agent.simulation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Evaluation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a group's heads score, version by version, as a CSV file that is written row by row. A file
 * that ends in half a row, as a kill leaves it, loses that row.
 */
public final class Curve {
  private static final String HEADING = "round,version,metric,loss,examples";

  private final Path file;
  private final List<Experiment.Point> points = new ArrayList<>();

  Curve(Path file) {
    this.file = requireNonNull(file, "file");
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      whole.lines().skip(1).map(Curve::point).forEach(points::add);
      if (whole.isEmpty() || !whole.equals(text)) {
        replace(whole.isEmpty() ? HEADING + "\n" : whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The points of a file that nobody writes to. */
  static List<Experiment.Point> read(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(Curve::point).toList();
  }

  private void replace(String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Adds a point, unless its version has one. */
  void add(Experiment.Point point) {
    if (points.stream().anyMatch(known -> known.version() == point.version())) {
      return;
    }
    points.add(point);
    try {
      Files.writeString(file, row(point) + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Experiment.Point> points() {
    return List.copyOf(points);
  }

  /** The first point that is at least {@code metric}. */
  public Optional<Experiment.Point> firstAt(double metric) {
    return points.stream().filter(point -> point.score().metric() >= metric).findFirst();
  }

  /** Mean of the metric over the last {@code count} points, or all where there are fewer. */
  public double meanOfLast(int count) {
    return meanOfLast(points, count);
  }

  static double meanOfLast(List<Experiment.Point> points, int count) {
    return points.subList(Math.max(0, points.size() - count), points.size()).stream()
        .mapToDouble(point -> point.score().metric())
        .average()
        .orElseThrow();
  }

  private static String row(Experiment.Point point) {
    Evaluation score = point.score();
    return "%d,%d,%s,%s,%d"
        .formatted(point.round(), point.version(), score.metric(), score.loss(), score.examples());
  }

  private static Experiment.Point point(String row) {
    String[] cells = row.split(",", -1);
    return new Experiment.Point(
        Long.parseLong(cells[0]),
        Long.parseLong(cells[1]),
        new Evaluation(
            Double.parseDouble(cells[2]), Double.parseDouble(cells[3]), Long.parseLong(cells[4])));
  }
}
