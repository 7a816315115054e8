package dev.mycelium.registry.round;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import org.jspecify.annotations.Nullable;

/** A proposed head does not follow the newest one. */
final class StaleParentException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private StaleParentException(GroupId group, @Nullable Head head) {
    super(
        ProblemType.STALE_PARENT,
        head == null
            ? "parent_sha: present (expected: null, the group has no head)"
            : "parent_sha: outdated (expected: %s, version %d)"
                .formatted(head.sha(), head.version()));
    member("group_id", group.value());
    if (head != null) {
      member("head_sha", head.sha().hex());
      member("head_version", head.version());
    }
  }

  static StaleParentException of(GroupId group, @Nullable Head head) {
    return new StaleParentException(group, head);
  }
}
