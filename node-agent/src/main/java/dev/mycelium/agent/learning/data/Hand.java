package dev.mycelium.agent.learning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes digits as people do: no two alike. Each image draws a way of writing, jitter of its
 * points, an affine map (size, aspect, slant, turn, shift), an elastic distortion, a pen and noise,
 * in this order.
 */
final class Hand {
  static final int SIDE = 28;
  private static final double HEIGHT = 19;
  private static final double ASPECT = 0.72;
  private static final double JITTER = 0.035;

  private final SeededDraws draws;

  Hand(SeededDraws draws) {
    this.draws = draws;
  }

  /** Writes {@code digit} as SIDE*SIDE grey values, row by row, 0 for paper and 255 for ink. */
  void write(int digit, byte[] target, int at) {
    List<Glyph> ways = Glyphs.waysOfWriting(digit);
    Glyph glyph = ways.get(draws.below(ways.size()));
    List<double[][]> lines = lines(glyph);
    double radius = draws.between(0.75, 1.75);
    keepOnPaper(lines, radius + 1);
    Canvas canvas = new Canvas(SIDE);
    for (double[][] line : lines) {
      canvas.draw(line, radius * draws.between(0.85, 1.15));
    }
    Canvas.Exposure exposure =
        new Canvas.Exposure(draws.between(0.75, 1), draws.between(0.02, 0.12));
    canvas.develop(target, at, exposure, draws);
  }

  private List<double[][]> lines(Glyph glyph) {
    double[][] placed = placed(glyph);
    ElasticField field = new ElasticField(SIDE, draws.between(4, 14), draws);
    List<double[][]> lines = new ArrayList<>();
    for (int stroke = 0; stroke < glyph.strokes(); stroke++) {
      double[][] line = glyph.polyline(stroke, placed);
      for (double[] point : line) {
        field.displace(point);
      }
      lines.add(line);
    }
    return lines;
  }

  private double[][] placed(Glyph glyph) {
    double[][] placed = new double[glyph.points()][];
    for (int i = 0; i < placed.length; i++) {
      double x = glyph.x(i) + JITTER * draws.gaussian() - 0.5;
      double y = glyph.y(i) + JITTER * draws.gaussian() - 0.5;
      placed[i] = new double[] {x, y};
    }
    double height = HEIGHT * draws.between(0.8, 1.12);
    double width = height * ASPECT * draws.between(0.75, 1.2);
    double slant = 0.1 + 0.2 * clamped(draws.gaussian());
    double turn = 0.13 * clamped(draws.gaussian());
    double right = 1.3 * clamped(draws.gaussian()) + (SIDE - 1) / 2.0;
    double down = 1.3 * clamped(draws.gaussian()) + (SIDE - 1) / 2.0;
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    for (double[] point : placed) {
      double x = width * point[0] - slant * height * point[1];
      double y = height * point[1];
      point[0] = cos * x - sin * y + right;
      point[1] = sin * x + cos * y + down;
    }
    return placed;
  }

  /** Moves, and where that is not enough shrinks, what would come too near to the border. */
  private static void keepOnPaper(List<double[][]> lines, double margin) {
    List<double[]> points = lines.stream().flatMap(Arrays::stream).toList();
    for (int axis = 0; axis < 2; axis++) {
      keepOnPaper(points, axis, margin);
    }
  }

  private static void keepOnPaper(List<double[]> points, int axis, double margin) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] point : points) {
      least = Math.min(least, point[axis]);
      most = Math.max(most, point[axis]);
    }
    double room = SIDE - 1 - 2 * margin;
    double extent = Math.min(most - least, room);
    double scale = extent < room ? 1 : room / (most - least);
    double start = Math.min(Math.max(least, margin), margin + room - extent);
    for (double[] point : points) {
      point[axis] = start + (point[axis] - least) * scale;
    }
  }

  private static double clamped(double gaussian) {
    return Math.min(Math.max(gaussian, -2.2), 2.2);
  }
}
