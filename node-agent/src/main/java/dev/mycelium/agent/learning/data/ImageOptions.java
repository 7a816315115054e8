package dev.mycelium.agent.learning.data;

import java.util.List;
import java.util.Optional;

/**
 * How pictures are read, as the options of {@code images:PATH} say.
 *
 * @param size to which every picture is scaled; empty if all have the same
 * @param channels 1 for grey, 3 for red, green and blue
 * @param limit most pictures of a class, the first ones in their order
 */
record ImageOptions(Optional<Size> size, int channels, int limit) {
  static final List<String> NAMES = List.of("size", "channels", "limit");
  private static final int LONGEST_SIDE = 4096;

  /** Height and width in pixels. */
  record Size(int rows, int columns) {
    Size {
      if (rows < 1 || rows > LONGEST_SIDE || columns < 1 || columns > LONGEST_SIDE) {
        throw DataSpecException.of(
            "size", rows + "x" + columns, "1x1 to " + LONGEST_SIDE + "x" + LONGEST_SIDE);
      }
    }

    @Override
    public String toString() {
      return rows + "x" + columns;
    }
  }

  ImageOptions {
    if (channels != 1 && channels != 3) {
      throw DataSpecException.of("channels", channels, "1 or 3");
    }
    if (limit < 1) {
      throw DataSpecException.of("limit", limit, "> 0");
    }
  }

  static ImageOptions of(DataOptions options) {
    return new ImageOptions(
        options.text("size").map(ImageOptions::size),
        options.integer("channels", 3),
        options.integer("limit", Integer.MAX_VALUE));
  }

  private static Size size(String text) {
    if (!text.matches("\\d{1,5}x\\d{1,5}")) {
      throw DataSpecException.of("size", '"' + text + '"', "HEIGHTxWIDTH as in 32x32");
    }
    int x = text.indexOf('x');
    return new Size(
        Integer.parseInt(text.substring(0, x)), Integer.parseInt(text.substring(x + 1)));
  }
}
