package dev.mycelium.agent.learning.data;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * Labelled images of one node. Subsets share their pixels.
 *
 * @param name kind of data as other nodes know it; never a path
 * @param inputShape [channels, height, width]
 * @param labels names of the classes in the order of their indices, from the whole data set before
 *     any partition
 * @param train what the node trains and holds out from
 * @param test for benchmarks and tests only: never partitioned, but rotated like {@code train};
 *     empty where the directory has none
 * @param notes what someone should know about how the data came here, such as a repaired cache
 */
public record Dataset(
    String name,
    List<Integer> inputShape,
    List<String> labels,
    ImageExamples train,
    ImageExamples test,
    List<String> notes) {

  public Dataset {
    requireNonNull(name, "name");
    inputShape = List.copyOf(inputShape);
    labels = List.copyOf(labels);
    requireNonNull(train, "train");
    requireNonNull(test, "test");
    notes = List.copyOf(notes);
  }

  /**
   * One node's part of the training examples. All parts of one data set share its pixels.
   *
   * @throws DataSpecException if the partition would leave a node without examples
   */
  public Dataset part(Partition partition, Shard shard, long seed) {
    if (shard.count() == 1) {
      return this;
    }
    return withExamples(train.subset(partition.part(train.labels(), shard, seed)), test);
  }

  /** The same data with every image turned counter-clockwise about its centre. */
  public Dataset rotated(double degrees) {
    Rotation rotation = new Rotation(degrees);
    return withExamples(train.rotated(rotation), test.rotated(rotation));
  }

  /**
   * Sets aside a random part of the training examples, at least one, and leaves at least one.
   *
   * @param holdout fraction set aside, in (0, 1), rounded to whole examples
   */
  public HoldoutSplit split(double holdout, long seed) {
    if (!(holdout > 0 && holdout < 1)) {
      throw new IllegalArgumentException(
          "holdout: " + holdout + " (expected: between 0 and 1, both excluded)");
    }
    int size = train.size();
    if (size < 2) {
      throw new IllegalArgumentException(
          "train examples: "
              + size
              + " (expected: at least 2, one to train on and one to hold out)");
    }
    int aside = (int) Math.min(Math.max(Math.round(holdout * size), 1), size - 1);
    int[] order = new SeededDraws(seed, 5).permutation(size);
    return new HoldoutSplit(ascending(order, aside, size), ascending(order, 0, aside));
  }

  Dataset compacted() {
    return withExamples(train.compacted(), test);
  }

  private ImageExamples ascending(int[] order, int from, int to) {
    int[] chosen = Arrays.copyOfRange(order, from, to);
    Arrays.sort(chosen);
    return train.subset(chosen);
  }

  private Dataset withExamples(ImageExamples newTrain, ImageExamples newTest) {
    return new Dataset(name, inputShape, labels, newTrain, newTest, notes);
  }
}
