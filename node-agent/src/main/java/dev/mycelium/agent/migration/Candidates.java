package dev.mycelium.agent.migration;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups that a node could learn in: open, with room, made for the same data and task, and with
 * a member online that holds the head (or without a head yet). A group made by an old client has no
 * spec and is never one.
 *
 * @param model if not null, only groups with this model; a custom model is learned only by those
 *     that name it
 */
public record Candidates(TaskSpec task, String datasetName, @Nullable ModelSpec model) {

  public Candidates {
    requireNonNull(task, "task");
    requireNonNull(datasetName, "datasetName");
  }

  /** Those of {@code groups} that qualify: best measured first, then by id. */
  public List<GroupView> among(List<GroupView> groups) {
    return groups.stream()
        .filter(this::admits)
        .sorted(
            Comparator.comparingDouble((GroupView group) -> -measured(group))
                .thenComparing(GroupView::groupId))
        .toList();
  }

  private boolean admits(GroupView group) {
    return group.joinPolicy() == JoinPolicy.OPEN
        && group.hasRoom()
        && group.datasetName().equals(datasetName)
        && (group.head() == null || group.headHolders() > 0)
        && isCompatible(group.spec());
  }

  /** Whether a node with this data can learn by {@code spec}. */
  public boolean isCompatible(@Nullable GroupSpec spec) {
    return obstacles(spec).isEmpty();
  }

  /**
   * Why a node with this data can't learn by {@code spec}: what does not fit, a short text each.
   */
  public List<String> obstacles(@Nullable GroupSpec spec) {
    if (spec == null) {
      return List.of("spec: none (expected: one; clients of old give none)");
    }
    List<String> obstacles = new ArrayList<>(spec.task().obstacles(task));
    if (model == null && spec.model().needsProgram()) {
      obstacles.add("model: any (expected: %s, by --model)".formatted(spec.model().text()));
    } else if (model != null && !model.equals(spec.model())) {
      obstacles.add("model: %s (expected: %s)".formatted(model.text(), spec.model().text()));
    }
    return obstacles;
  }

  /** A claim that nobody measured counts as nothing. */
  static double measured(GroupView group) {
    Double measured = group.standing().measured();
    return measured == null ? Double.NEGATIVE_INFINITY : measured;
  }
}
