package dev.mycelium.agent.learning.data;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to write a digit: strokes as smooth curves (Catmull-Rom splines) through points of a box
 * of height 1, x to the right, y down. A point written twice in a row is a corner; points with
 * equal coordinates are one point, so that strokes that touch still touch after the points were
 * moved.
 */
final class Glyph {
  private static final int STEPS = 6;

  private final List<double[]> points = new ArrayList<>();
  private final List<int[]> strokes = new ArrayList<>();

  private Glyph() {}

  /** Each stroke is written as {@code "x,y x,y ..."}. */
  static Glyph of(String... strokes) {
    Glyph glyph = new Glyph();
    for (String stroke : strokes) {
      String[] written = stroke.split(" ");
      int[] path = new int[written.length];
      for (int i = 0; i < path.length; i++) {
        String[] xy = written[i].split(",");
        path[i] = glyph.indexOf(Double.parseDouble(xy[0]), Double.parseDouble(xy[1]));
      }
      glyph.strokes.add(path);
    }
    return glyph;
  }

  int points() {
    return points.size();
  }

  double x(int point) {
    return points.get(point)[0];
  }

  double y(int point) {
    return points.get(point)[1];
  }

  int strokes() {
    return strokes.size();
  }

  /**
   * The curve of a stroke as a polyline [points][2].
   *
   * @param placed where the points of the glyph were put, [points][2]
   */
  double[][] polyline(int stroke, double[][] placed) {
    int[] path = strokes.get(stroke);
    List<double[]> line = new ArrayList<>(path.length * STEPS + 1);
    line.add(placed[path[0]].clone());
    for (int i = 0; i + 1 < path.length; i++) {
      if (path[i] == path[i + 1]) {
        continue;
      }
      double[] before = placed[path[Math.max(i - 1, 0)]];
      double[] after = placed[path[Math.min(i + 2, path.length - 1)]];
      for (int step = 1; step <= STEPS; step++) {
        double t = (double) step / STEPS;
        line.add(between(before, placed[path[i]], placed[path[i + 1]], after, t));
      }
    }
    return line.toArray(double[][]::new);
  }

  /** Uniform Catmull-Rom: half of (2b + (c-a)t + (2a-5b+4c-d)t^2 + (3b-a-3c+d)t^3). */
  private static double[] between(double[] a, double[] b, double[] c, double[] d, double t) {
    double[] point = new double[2];
    for (int k = 0; k < 2; k++) {
      double linear = c[k] - a[k];
      double square = 2 * a[k] - 5 * b[k] + 4 * c[k] - d[k];
      double cube = 3 * b[k] - a[k] - 3 * c[k] + d[k];
      point[k] = b[k] + (linear + (square + cube * t) * t) * t / 2;
    }
    return point;
  }

  private int indexOf(double x, double y) {
    for (int i = 0; i < points.size(); i++) {
      if (x(i) == x && y(i) == y) {
        return i;
      }
    }
    points.add(new double[] {x, y});
    return points.size() - 1;
  }
}
