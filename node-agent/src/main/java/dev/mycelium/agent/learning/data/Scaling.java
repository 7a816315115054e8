package dev.mycelium.agent.learning.data;

/**
 * Scales one channel to another size: each new value is the mean of the area of the old picture
 * that it covers, parts of values by their share, rounded. The same on every machine.
 */
final class Scaling {

  private Scaling() {}

  /** Returns [channels * size.rows * size.columns]. */
  static byte[] scaled(PictureReader.Picture picture, int channels, ImageOptions.Size size) {
    if (picture.rows() == size.rows() && picture.columns() == size.columns()) {
      return picture.values();
    }
    int from = picture.rows() * picture.columns();
    byte[] scaled = new byte[channels * size.rows() * size.columns()];
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < size.rows(); row++) {
        for (int column = 0; column < size.columns(); column++) {
          scaled[at++] = (byte) (int) (mean(picture, channel * from, size, row, column) + 0.5);
        }
      }
    }
    return scaled;
  }

  private static double mean(
      PictureReader.Picture picture, int from, ImageOptions.Size size, int row, int column) {
    double top = (double) row * picture.rows() / size.rows();
    double bottom = (double) (row + 1) * picture.rows() / size.rows();
    double left = (double) column * picture.columns() / size.columns();
    double right = (double) (column + 1) * picture.columns() / size.columns();
    double sum = 0;
    for (int y = (int) top; y < Math.min(Math.ceil(bottom), picture.rows()); y++) {
      double height = Math.min(y + 1, bottom) - Math.max(y, top);
      for (int x = (int) left; x < Math.min(Math.ceil(right), picture.columns()); x++) {
        double width = Math.min(x + 1, right) - Math.max(x, left);
        sum += height * width * (picture.values()[from + y * picture.columns() + x] & 0xFF);
      }
    }
    return sum / ((bottom - top) * (right - left));
  }
}
