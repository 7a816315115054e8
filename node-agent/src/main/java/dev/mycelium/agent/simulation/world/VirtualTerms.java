package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.simulation.world.RegistryRows.GroupRow;
import dev.mycelium.agent.simulation.world.RegistryRows.NodeRow;
import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Who coordinates which group of a {@link VirtualRegistry}. Not thread-safe. */
final class VirtualTerms {
  private final RegistryRows rows;
  private final RegistryWatch watch;
  private final Clock clock;

  VirtualTerms(RegistryRows rows, RegistryWatch watch, Clock clock) {
    this.rows = rows;
    this.watch = watch;
    this.clock = clock;
  }

  /** What a member says, and whether it coordinates from now on. */
  void beat(NodeId id, NodeRow node, GroupRow group, Heartbeat beat) {
    node.score = beat.score() == null ? node.score : beat.score();
    if (!node.isOvertaken(beat, group.chain.head())) {
      node.holds = beat.holds() == null ? node.holds : beat.holds();
    }
    group.highestEpochSeen =
        Math.max(group.highestEpochSeen, beat.epoch() == null ? 0 : beat.epoch());
    if (group.term.isHeldBy(id) && !node.offers) {
      become(node, group, group.term.vacatedBy(id));
    } else if (group.term.isVacant() && node.mayCoordinate() && isFit(node, group)) {
      become(node, group, group.term.offer(id, group.highestEpochSeen));
    }
  }

  /** Who holds the head comes first, whoever else is willing. */
  private boolean isFit(NodeRow node, GroupRow group) {
    Head head = group.chain.head();
    return head == null
        || head.sha().equals(node.holds)
        || rows.willing(node.group, head, clock.instant()) == 0;
  }

  void become(NodeRow node, GroupRow group, CoordinatorTerm term) {
    group.term = term;
    watch.termed(requireNonNull(node.group, "group"), term);
  }

  @Nullable Coordinator coordinator(GroupRow group) {
    NodeId holder = group.term.holder();
    return holder == null
        ? null
        : new Coordinator(
            holder,
            requireNonNull(rows.nodes.get(holder)).registration.nodeAddress(),
            group.term.epoch());
  }
}
