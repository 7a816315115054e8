package dev.mycelium.agent.learning.data;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Labelled examples of one node: images or the rows of a table. Subsets share their memory.
 *
 * @param name kind of data as other nodes know it; never a path
 * @param labels names of the classes in the order of their indices, from the whole data set before
 *     any partition; none in a regression
 * @param arrangement whether the examples follow each other in time
 * @param train what the node trains and holds out from
 * @param test for benchmarks and tests only: never partitioned, but rotated like {@code train};
 *     empty where the source has none
 * @param notes what someone should know about how the data came here, such as a repaired cache
 */
public record Dataset(
    String name,
    List<String> labels,
    Arrangement arrangement,
    RawExamples train,
    RawExamples test,
    List<String> notes) {

  public Dataset {
    requireNonNull(name, "name");
    labels = List.copyOf(labels);
    requireNonNull(arrangement, "arrangement");
    requireNonNull(train, "train");
    requireNonNull(test, "test");
    notes = List.copyOf(notes);
  }

  /**
   * One node's part of the training examples. All parts of one data set share its memory.
   *
   * @throws DataSpecException if the partition would leave a node without examples, or does not go
   *     with the order of the examples
   */
  public Dataset part(Partition partition, Shard shard, long seed) {
    if (shard.count() == 1) {
      return this;
    }
    int[] part = arrangement.part(train.strata(), partition, shard, seed);
    return new Dataset(name, labels, arrangement.ofPart(part), train.subset(part), test, notes);
  }

  /**
   * The same data with every image turned counter-clockwise about its centre.
   *
   * @throws DataSpecException if these are no images
   */
  public Dataset rotated(double degrees) {
    Rotation rotation = new Rotation(degrees);
    if (rotation.isNone()) {
      return this;
    }
    return withExamples(images(train).rotated(rotation), images(test).rotated(rotation));
  }

  /**
   * Sets aside a part of the training examples, at least one, and leaves at least one: at random,
   * or the end where examples follow each other in time, from a date on if the data names one.
   *
   * @param holdout fraction set aside, in (0, 1), rounded to whole examples; a date of the data's
   *     own comes first
   */
  public HoldoutSplit split(double holdout, long seed) {
    Arrangement.Cut cut = arrangement.cut(train.size(), holdout, seed);
    return new HoldoutSplit(train.subset(cut.train()), train.subset(cut.holdout()));
  }

  Dataset named(String newName) {
    return new Dataset(newName, labels, arrangement, train, test, notes);
  }

  Dataset compacted() {
    return withExamples(train.compacted(), test);
  }

  private static ImageExamples images(RawExamples examples) {
    if (examples instanceof ImageExamples images) {
      return images;
    }
    throw DataSpecException.of("rotate", "given for a table", "only with images");
  }

  private Dataset withExamples(RawExamples newTrain, RawExamples newTest) {
    return new Dataset(name, labels, arrangement, newTrain, newTest, notes);
  }
}
