package dev.mycelium.agent.learning.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG and PNG. The size that a file announces is checked before its pixels are.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 */
record PictureReader(int channels) {
  private static final int MOST_BYTES = 64 << 20;
  private static final long MOST_PIXELS = 1L << 25;

  /**
   * A decoded picture.
   *
   * @param values [channels * rows * columns]
   */
  record Picture(int rows, int columns, byte[] values) {}

  /**
   * @throws IOException if it is no JPEG or PNG, is damaged, or is larger than any example
   */
  Picture read(InputStream in) throws IOException {
    byte[] file = in.readNBytes(MOST_BYTES + 1);
    if (file.length > MOST_BYTES) {
      throw new IOException("more than 64 MiB (expected: at most 64 MiB)");
    }
    try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      while (readers.hasNext()) {
        ImageReader reader = readers.next();
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (format.equals("jpeg") || format.equals("png")) {
          return read(reader, input);
        }
      }
    }
    throw new IOException("neither JPEG nor PNG");
  }

  private Picture read(ImageReader reader, ImageInputStream input) throws IOException {
    try {
      reader.setInput(input, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new IOException(pixels + " pixels (expected: at most " + MOST_PIXELS + ")");
      }
      return planes(reader.read(0));
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException e) {
      throw new IOException("damaged: " + e, e);
    } finally {
      reader.dispose();
    }
  }

  private Picture planes(BufferedImage image) {
    int rows = image.getHeight();
    int columns = image.getWidth();
    byte[] values = new byte[channels * rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int rgb = rgb(image, column, row);
        int at = row * columns + column;
        if (channels == 1) {
          values[at] = (byte) luma(rgb);
        } else {
          values[at] = (byte) (rgb >> 16);
          values[rows * columns + at] = (byte) (rgb >> 8);
          values[2 * rows * columns + at] = (byte) rgb;
        }
      }
    }
    return new Picture(rows, columns, values);
  }

  /** Stored grey is taken as it is: the library would convert it as if it were linear light. */
  private static int rgb(BufferedImage image, int column, int row) {
    Raster raster = image.getRaster();
    if (raster.getNumBands() <= 2
        && image.getColorModel().getPixelSize() % 8 == 0
        && !(image.getColorModel() instanceof java.awt.image.IndexColorModel)) {
      int bits = raster.getSampleModel().getSampleSize(0);
      int grey = (int) ((long) raster.getSample(column, row, 0) * 255 / ((1L << bits) - 1));
      return grey << 16 | grey << 8 | grey;
    }
    return image.getRGB(column, row);
  }

  /** Y = .299 R + .587 G + .114 B, rounded (ITU-R BT.601). */
  private static int luma(int rgb) {
    int red = rgb >> 16 & 0xFF;
    int green = rgb >> 8 & 0xFF;
    int blue = rgb & 0xFF;
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }
}
