package dev.mycelium.agent.learning.data;

import java.util.stream.IntStream;

/**
 * Images as examples: a list of indices into pixels that all subsets of a data set share. Grey
 * values 0..255 become inputs 0..1 when they are copied, so that 60,000 images of 28x28 take 47 MB
 * and not four times as much.
 */
public final class ImageExamples implements Examples {
  private static final float[] GREY = greys();

  private final Images images;
  private final int[] indices;

  private ImageExamples(Images images, int[] indices) {
    this.images = images;
    this.indices = indices;
  }

  static ImageExamples all(Images images) {
    return new ImageExamples(images, IntStream.range(0, images.count()).toArray());
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int inputs() {
    return images.area();
  }

  @Override
  public void copyInputs(int index, float[] target, int at) {
    int from = indices[index] * images.area();
    for (int p = 0; p < images.area(); p++) {
      target[at + p] = GREY[images.pixels()[from + p] & 0xFF];
    }
  }

  @Override
  public int label(int index) {
    return images.labels()[indices[index]] & 0xFF;
  }

  public int[] labels() {
    return IntStream.range(0, size()).map(this::label).toArray();
  }

  /** The examples at {@code positions} of this list, on the same pixels. */
  public ImageExamples subset(int[] positions) {
    return new ImageExamples(images, IntStream.of(positions).map(i -> indices[i]).toArray());
  }

  /** The same examples on pixels of their own, so that the rest can be forgotten. */
  ImageExamples compacted() {
    return copied(new Rotation(0));
  }

  /** The same examples with every image turned about its centre. */
  ImageExamples rotated(Rotation rotation) {
    return rotation.isNone() ? this : copied(rotation);
  }

  int rows() {
    return images.rows();
  }

  int columns() {
    return images.columns();
  }

  private ImageExamples copied(Rotation rotation) {
    int area = images.area();
    byte[] pixels = new byte[size() * area];
    byte[] labels = new byte[size()];
    for (int i = 0; i < size(); i++) {
      labels[i] = images.labels()[indices[i]];
    }
    IntStream.range(0, size())
        .parallel()
        .forEach(i -> rotation.turn(images, indices[i] * area, pixels, i * area));
    return all(new Images(images.rows(), images.columns(), pixels, labels));
  }

  private static float[] greys() {
    float[] greys = new float[256];
    for (int value = 0; value < greys.length; value++) {
      greys[value] = value / 255f;
    }
    return greys;
  }
}
