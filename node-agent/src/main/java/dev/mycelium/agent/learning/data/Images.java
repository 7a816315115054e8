package dev.mycelium.agent.learning.data;

/**
 * Grey images with a class each, as they lie in an idx set: one byte a pixel, image after image and
 * row after row. Takes over the arrays that it is given; nobody writes to them afterwards.
 *
 * @param pixels [count * rows * columns], 0..255 unsigned
 * @param labels [count], 0..255 unsigned
 */
record Images(int rows, int columns, byte[] pixels, byte[] labels) {

  Images {
    if ((long) labels.length * rows * columns != pixels.length) {
      throw new IllegalArgumentException(
          "pixels: %d (expected: %d images of %dx%d)"
              .formatted(pixels.length, labels.length, rows, columns));
    }
  }

  int count() {
    return labels.length;
  }

  Pixels pictures() {
    return new Pixels(1, rows, columns, pixels);
  }

  /** Pixels in one image. */
  int area() {
    return rows * columns;
  }
}
