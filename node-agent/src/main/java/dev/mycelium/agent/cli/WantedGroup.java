package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.wire.group.GroupView;
import java.util.List;

/** Finds the group that a person means. */
final class WantedGroup {
  private WantedGroup() {}

  /**
   * @param wanted a group's id, or the beginning of exactly one
   */
  static GroupView find(Directory directory, String wanted) {
    List<GroupView> groups = directory.groups();
    List<GroupView> found =
        groups.stream().filter(group -> group.groupId().value().equals(wanted)).toList();
    if (found.isEmpty()) {
      found = groups.stream().filter(group -> group.groupId().value().startsWith(wanted)).toList();
    }
    if (found.size() != 1) {
      throw new CommandFailedException(
          ExitCode.GROUP_UNUSABLE,
          "group: %s means %d groups (expected: one that `mycelium groups` lists)"
              .formatted(EventText.plain(wanted), found.size()));
    }
    return found.get(0);
  }
}
