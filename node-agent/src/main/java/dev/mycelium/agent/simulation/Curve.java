package dev.mycelium.agent.simulation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Evaluation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      if (Files.exists(file)) {
        Files.readAllLines(file).stream()
            .skip(1)
            .flatMap(row -> point(row).stream())
            .forEach(points::add);
      }
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private void write() throws IOException {
    List<String> rows = new ArrayList<>(List.of(HEADING));
    points.forEach(point -> rows.add(row(point)));
    Files.write(file, rows);
  }

  private static String row(Experiment.Point point) {
    Evaluation score = point.score();
    return "%d,%d,%s,%s,%d"
        .formatted(point.round(), point.version(), score.metric(), score.loss(), score.examples());
  }

  private static Optional<Experiment.Point> point(String row) {
    String[] cells = row.split(",", -1);
    try {
      return Optional.of(
          new Experiment.Point(
              Long.parseLong(cells[0]),
              Long.parseLong(cells[1]),
              new Evaluation(
                  Double.parseDouble(cells[2]),
                  Double.parseDouble(cells[3]),
                  Long.parseLong(cells[4]))));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
