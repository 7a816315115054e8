package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images as examples: a list of indices into pixels that all subsets of a data set share. Grey
 * values 0..255 become inputs 0..1 when they are copied, so that 60,000 images of 28x28 take 47 MB
 * and not four times as much.
 */
public final class ImageExamples implements Examples, RawExamples {
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

  @Override
  public int[] strata() {
    return IntStream.range(0, size()).map(this::label).toArray();
  }

  @Override
  public ImageExamples subset(int[] positions) {
    return new ImageExamples(images, IntStream.of(positions).map(i -> indices[i]).toArray());
  }

  @Override
  public ImageExamples compacted() {
    return copied(new Rotation(0));
  }

  @Override
  public TaskSpec task(List<String> labels) {
    return new TaskSpec(
        TaskKind.CLASSIFICATION, shape(), labels, TaskKind.CLASSIFICATION.metric(), null);
  }

  @Override
  public long fingerprint(int index) {
    long hash = label(index);
    int from = indices[index] * images.area();
    for (int p = from; p < from + images.area(); p++) {
      hash = Fingerprint.next(hash, images.pixels()[p]);
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

  private List<Integer> shape() {
    return List.of(1, images.rows(), images.columns());
  }

  /** The same examples with every image turned about its centre. */
  ImageExamples rotated(Rotation rotation) {
    return rotation.isNone() ? this : copied(rotation);
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
