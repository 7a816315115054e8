package dev.mycelium.agent.learning;

import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;

/** What a group's model should answer to a node's examples. */
@FunctionalInterface
public interface Targets {

  /** The group's index of the example's class, or the example's number. */
  float of(Examples examples, int index);

  /**
   * @param nodeLabels names of the classes that the examples' labels are indices of; none in a
   *     regression
   * @throws IllegalArgumentException if a label of the node is none of the task's
   */
  static Targets of(List<String> nodeLabels, TaskSpec task) {
    LabelMap labelMap = LabelMap.of(nodeLabels, task);
    return switch (task.kind()) {
      case CLASSIFICATION -> (examples, index) -> labelMap.groupIndex(examples.label(index));
      case REGRESSION -> Examples::target;
    };
  }
}
