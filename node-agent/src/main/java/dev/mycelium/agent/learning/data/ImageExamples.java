package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images as examples: a list of indices into pixels that all subsets of a data set share. Values
 * 0..255 become inputs 0..1 when they are copied, so that 60,000 images of 28x28 take 47 MB and not
 * four times as much.
 */
public final class ImageExamples implements Examples, RawExamples {
  private static final float[] FRACTIONS = fractions();

  private final Pixels pixels;
  private final int[] labels;
  private final int[] indices;

  private ImageExamples(Pixels pixels, int[] labels, int[] indices) {
    this.pixels = pixels;
    this.labels = labels;
    this.indices = indices;
  }

  /**
   * @param labels class index of each picture
   */
  static ImageExamples all(Pixels pixels, int[] labels) {
    return new ImageExamples(pixels, labels, IntStream.range(0, labels.length).toArray());
  }

  static ImageExamples all(Images images) {
    int[] labels = new int[images.count()];
    Arrays.setAll(labels, i -> images.labels()[i] & 0xFF);
    return all(images.pictures(), labels);
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int inputs() {
    return pixels.volume();
  }

  @Override
  public void copyInputs(int index, float[] target, int at) {
    int from = indices[index] * pixels.volume();
    for (int p = 0; p < pixels.volume(); p++) {
      target[at + p] = FRACTIONS[pixels.values()[from + p] & 0xFF];
    }
  }

  @Override
  public int label(int index) {
    return labels[indices[index]];
  }

  @Override
  public int[] strata() {
    return IntStream.range(0, size()).map(this::label).toArray();
  }

  @Override
  public ImageExamples subset(int[] positions) {
    return new ImageExamples(
        pixels, labels, IntStream.of(positions).map(i -> indices[i]).toArray());
  }

  @Override
  public ImageExamples compacted() {
    return copied(new Rotation(0));
  }

  @Override
  public TaskSpec task(List<String> names) {
    return new TaskSpec(
        TaskKind.CLASSIFICATION, shape(), names, TaskKind.CLASSIFICATION.metric(), null);
  }

  @Override
  public long fingerprint(int index) {
    long hash = label(index);
    int from = indices[index] * pixels.volume();
    for (int p = from; p < from + pixels.volume(); p++) {
      hash = Fingerprint.next(hash, pixels.values()[p]);
    }
    return hash;
  }

  @Override
  public Examples encoded(TaskSpec task) {
    if (!task.inputShape().equals(shape())) {
      throw new IllegalArgumentException(
          "images: %s (expected: %s)".formatted(shape(), task.inputShape()));
    }
    return this;
  }

  /** The same examples with every image turned about its centre. */
  ImageExamples rotated(Rotation rotation) {
    return rotation.isNone() ? this : copied(rotation);
  }

  private List<Integer> shape() {
    return List.of(pixels.channels(), pixels.rows(), pixels.columns());
  }

  private ImageExamples copied(Rotation rotation) {
    int volume = pixels.volume();
    byte[] values = new byte[size() * volume];
    IntStream.range(0, size())
        .parallel()
        .forEach(i -> rotation.turn(pixels, indices[i] * volume, values, i * volume));
    return all(new Pixels(pixels.channels(), pixels.rows(), pixels.columns(), values), strata());
  }

  private static float[] fractions() {
    float[] fractions = new float[256];
    for (int value = 0; value < fractions.length; value++) {
      fractions[value] = value / 255f;
    }
    return fractions;
  }
}
