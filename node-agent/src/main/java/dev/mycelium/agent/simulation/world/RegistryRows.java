package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.rules.Lease;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a registry has on its disk: all of it survives its process. */
final class RegistryRows {
  final Map<NodeId, NodeRow> nodes = new TreeMap<>();
  final Map<GroupId, GroupRow> groups = new TreeMap<>();

  /** Answers by idempotency key. */
  final Map<String, Object> answers = new HashMap<>();

  /** Those who sit in {@code group}. */
  Map<NodeId, NodeRow> members(GroupId group) {
    Map<NodeId, NodeRow> members = new TreeMap<>(nodes);
    members.values().removeIf(node -> !group.equals(node.group));
    return members;
  }

  /** Online members that hold {@code head} and would coordinate. */
  long willing(@Nullable GroupId group, Head head, Instant now) {
    return nodes.values().stream()
        .filter(node -> node.group != null && node.group.equals(group))
        .filter(node -> head.sha().equals(node.holds) && node.mayCoordinate())
        .filter(node -> node.lease.statusAt(now) == NodeStatus.ONLINE)
        .count();
  }

  boolean isHeadWithinReach(GroupId id) {
    Head head = requireNonNull(groups.get(id)).chain.head();
    return head == null
        || members(id).values().stream().anyMatch(member -> head.sha().equals(member.holds));
  }

  /** A node that was ever registered. */
  static final class NodeRow {
    NodeRegistration registration;
    Lease lease;
    boolean gone;
    boolean offers;
    @Nullable GroupId group;
    @Nullable Score score;
    @Nullable Sha256 holds;

    NodeRow(NodeRegistration registration, Instant now) {
      this.registration = registration;
      lease = new Lease(now, interval(registration));
    }

    void update(NodeRegistration next, Instant now) {
      registration = next;
      offers = Boolean.TRUE.equals(next.offersCoordination());
      renew(now);
    }

    void renew(Instant now) {
      lease = new Lease(lease.renewedAt(now).renewedAt(), interval(registration));
      gone = false;
    }

    /** The machine's clock was set back while the registry was down. */
    void forgetTheFuture(Instant now) {
      if (lease.renewedAt().isAfter(now)) {
        lease = new Lease(now, lease.interval());
      }
    }

    private static Duration interval(NodeRegistration registration) {
      return registration.heartbeatInterval() == null
          ? Lease.DEFAULT_INTERVAL
          : Lease.clamped(registration.heartbeatInterval());
    }

    void enter(GroupId entered) {
      group = entered;
      score = null;
      holds = null;
    }

    /** Said in the round that made the member's head, and heard after its commit. */
    boolean isOvertaken(Heartbeat beat, @Nullable Head head) {
      return head != null
          && beat.holds() != null
          && beat.holds().equals(head.parentSha())
          && beat.round() != null
          && beat.round() <= head.round()
          && head.sha().equals(holds);
    }

    boolean mayCoordinate() {
      return offers && !gone;
    }
  }

  /** A group. */
  static final class GroupRow {
    final GroupCreation creation;
    Seats seats;
    CoordinatorTerm term = CoordinatorTerm.vacant();
    HeadChain chain = HeadChain.empty();
    long highestEpochSeen;
    long membershipVersion;

    GroupRow(GroupCreation creation) {
      this.creation = creation;
      seats =
          Seats.empty(
              Objects.requireNonNullElse(creation.maxCapacity(), GroupCreation.DEFAULT_CAPACITY));
    }

    boolean isCompatible(GroupCreation asked) {
      GroupSpec spec = creation.spec();
      GroupSpec wanted = requireNonNull(asked.spec(), "spec");
      return spec != null
          && creation.datasetName().equals(asked.datasetName())
          && spec.task().admits(wanted.task())
          && Objects.equals(spec.model(), wanted.model());
    }

    void reseat(Seats next) {
      seats = next;
      membershipVersion++;
    }
  }
}
