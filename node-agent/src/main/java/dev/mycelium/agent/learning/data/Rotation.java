package dev.mycelium.agent.learning.data;

/**
 * A turn of images about their centre, counter-clockwise for positive degrees: each pixel takes the
 * bilinear interpolation of the place that it came from, with 0 outside the image, rounded to the
 * nearest grey value. Multiples of 90 degrees move the pixels of square images exactly.
 */
record Rotation(double degrees) {

  Rotation {
    if (!Double.isFinite(degrees)) {
      throw DataSpecException.of("rotate", degrees, "a finite number of degrees");
    }
  }

  boolean isNone() {
    return degrees % 360 == 0;
  }

  /** Turns the picture that begins at value {@code from}; {@code target} gets it at {@code at}. */
  void turn(Pixels pictures, int from, byte[] target, int at) {
    if (isNone()) {
      System.arraycopy(pictures.values(), from, target, at, pictures.volume());
      return;
    }
    for (int channel = 0; channel < pictures.channels(); channel++) {
      int skipped = channel * pictures.plane();
      turnChannel(pictures, from + skipped, target, at + skipped);
    }
  }

  private void turnChannel(Pixels images, int from, byte[] target, int at) {
    double cos = cosine(degrees % 360);
    double sin = cosine(degrees % 360 - 90);
    double middleRow = (images.rows() - 1) / 2.0;
    double middleColumn = (images.columns() - 1) / 2.0;
    for (int row = 0; row < images.rows(); row++) {
      for (int column = 0; column < images.columns(); column++) {
        double right = column - middleColumn;
        double down = row - middleRow;
        double x = cos * right - sin * down + middleColumn;
        double y = sin * right + cos * down + middleRow;
        target[at + row * images.columns() + column] =
            (byte) (int) (grey(images, from, x, y) + 0.5);
      }
    }
  }

  private static double grey(Pixels images, int from, double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double u = x - column;
    double v = y - row;
    return (1 - v)
            * ((1 - u) * pixel(images, from, row, column)
                + u * pixel(images, from, row, column + 1))
        + v
            * ((1 - u) * pixel(images, from, row + 1, column)
                + u * pixel(images, from, row + 1, column + 1));
  }

  private static int pixel(Pixels images, int from, int row, int column) {
    boolean inside = row >= 0 && row < images.rows() && column >= 0 && column < images.columns();
    return inside ? images.values()[from + row * images.columns() + column] & 0xFF : 0;
  }

  /** Exact at multiples of 90 degrees, where the nearest double of the angle is not. */
  private static double cosine(double degrees) {
    double turned = (degrees + 720) % 360;
    if (turned % 90 == 0) {
      return turned == 0 ? 1 : turned == 180 ? -1 : 0;
    }
    return StrictMath.cos(StrictMath.toRadians(turned));
  }
}
