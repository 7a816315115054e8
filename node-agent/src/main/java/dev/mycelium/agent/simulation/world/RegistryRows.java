package dev.mycelium.agent.simulation.world;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.rules.Lease;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.performance.Score;
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

    void reseat(Seats next) {
      seats = next;
      membershipVersion++;
    }
  }
}
