package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskSpec;
import java.util.List;

/**
 * Labelled examples as a node keeps them, before a group says how they become numbers. A subset
 * shares the memory of the whole. Never changes.
 */
public sealed interface RawExamples permits ImageExamples, TableExamples {

  int size();

  /**
   * What a {@link Partition} goes by: for each example the index of its class; in a regression the
   * tenth of all targets that its own one lies in, 0 to 9.
   */
  int[] strata();

  /** The examples at {@code positions} of this list. */
  RawExamples subset(int[] positions);

  /** The same examples on memory of their own, so that the rest can be forgotten. */
  RawExamples compacted();

  /**
   * What a group founded on these examples learns. Statistics of a table are those of these
   * examples, and of no others.
   *
   * @param labels names of the classes; none in a regression
   */
  TaskSpec task(List<String> labels);

  /** A hash of an example's raw inputs and answer: equal for equal examples. */
  long fingerprint(int index);

  /**
   * The examples as the group's task has them: a table is encoded by the task's schema. Labels stay
   * the node's own indices.
   *
   * @throws IllegalArgumentException if the task does not admit them
   */
  Examples encoded(TaskSpec task);
}
