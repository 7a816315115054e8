package dev.mycelium.agent.learning;

import dev.mycelium.wire.group.TaskSpec;
import java.util.List;

/**
 * From a class index in this node's data to the index of the same class in the group's task, by
 * name: a node may know fewer labels than its group, and in another order.
 */
public final class LabelMap {
  private final int[] groupIndices;

  private LabelMap(int[] groupIndices) {
    this.groupIndices = groupIndices;
  }

  /**
   * @throws IllegalArgumentException if a label of the node is none of the task's
   */
  public static LabelMap of(List<String> nodeLabels, TaskSpec task) {
    int[] groupIndices = new int[nodeLabels.size()];
    for (int i = 0; i < groupIndices.length; i++) {
      groupIndices[i] = task.labels().indexOf(nodeLabels.get(i));
      if (groupIndices[i] < 0) {
        throw new IllegalArgumentException(
            "label: \"%s\" (expected one of: %s)".formatted(nodeLabels.get(i), task.labels()));
      }
    }
    return new LabelMap(groupIndices);
  }

  public int groupIndex(int nodeIndex) {
    return groupIndices[nodeIndex];
  }
}
