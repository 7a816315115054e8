package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.util.List;
import java.util.Set;

/**
 * The members of a group as the registry last told.
 *
 * @param version grows with every join and leave
 * @param members in the order of their ids
 */
public record Membership(long version, List<NodeId> members) {

  public Membership {
    members = members.stream().sorted().distinct().toList();
  }

  public static Membership none() {
    return new Membership(0, List.of());
  }

  Membership without(Set<NodeId> some) {
    return new Membership(version, members.stream().filter(node -> !some.contains(node)).toList());
  }
}
