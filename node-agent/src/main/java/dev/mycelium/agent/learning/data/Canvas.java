package dev.mycelium.agent.learning.data;

/**
 * A square grey image under a round pen, anti-aliased: the ink of a pixel falls linearly from 1 to
 * 0 over {@value #EDGE} pixels around the border of the stroke, and overlapping strokes keep the
 * darker ink.
 */
final class Canvas {
  private static final double EDGE = 1.3;

  private final int side;
  private final double[] ink;

  Canvas(int side) {
    this.side = side;
    ink = new double[side * side];
  }

  /** Draws a polyline [points][2] with a pen of the given radius, in pixels. */
  void draw(double[][] line, double radius) {
    for (int i = 0; i + 1 < line.length; i++) {
      segment(line[i], line[i + 1], radius);
    }
  }

  /** Writes grey values 0..255: ink times darkness, plus triangular noise in [-noise, noise]. */
  void develop(byte[] target, int at, Exposure exposure, SeededDraws draws) {
    long bits = 0;
    for (int p = 0; p < ink.length; p++) {
      bits = p % 4 == 0 ? draws.bits() : bits >>> 16;
      double grain = ((bits & 0xFF) - (bits >>> 8 & 0xFF)) / 255.0;
      double grey = 255 * (ink[p] * exposure.darkness() + grain * exposure.noise());
      target[at + p] = (byte) (int) (Math.min(Math.max(grey, 0), 255) + 0.5);
    }
  }

  /**
   * How ink becomes grey.
   *
   * @param darkness grey of full ink, 0..1
   * @param noise largest change of a pixel, 0..1
   */
  record Exposure(double darkness, double noise) {}

  private void segment(double[] from, double[] to, double radius) {
    double reach = radius + EDGE / 2;
    int top = first(Math.min(from[1], to[1]) - reach);
    int bottom = last(Math.max(from[1], to[1]) + reach);
    int left = first(Math.min(from[0], to[0]) - reach);
    int right = last(Math.max(from[0], to[0]) + reach);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double border = radius - Math.sqrt(squaredDistance(column, row, from, to));
        double cover = Math.min(0.5 + border / EDGE, 1);
        int p = row * side + column;
        ink[p] = Math.max(ink[p], cover);
      }
    }
  }

  private static double squaredDistance(double x, double y, double[] from, double[] to) {
    double ux = to[0] - from[0];
    double uy = to[1] - from[1];
    double px = x - from[0];
    double py = y - from[1];
    double length = ux * ux + uy * uy;
    double t = length > 0 ? Math.min(Math.max((px * ux + py * uy) / length, 0), 1) : 0;
    double rx = px - t * ux;
    double ry = py - t * uy;
    return rx * rx + ry * ry;
  }

  private int first(double place) {
    return (int) Math.max(Math.ceil(place), 0);
  }

  private int last(double place) {
    return (int) Math.min(Math.floor(place), side - 1);
  }
}
