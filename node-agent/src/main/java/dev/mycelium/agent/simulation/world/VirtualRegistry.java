package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.simulation.world.RegistryRows.GroupRow;
import dev.mycelium.agent.simulation.world.RegistryRows.NodeRow;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry in memory, by the same rules as the real one: leases, seats, terms and heads are the
 * records of {@code rules}. One process on rows that outlive it; after a start nobody expires
 * before one whole lease has passed. Each call is one transaction. Not thread-safe.
 */
class VirtualRegistry implements Directory {
  /** Between two sweeps. */
  static final Duration SWEEP = Duration.ofSeconds(1);

  private static final Duration STALL = SWEEP.multipliedBy(3);

  final RegistryRows rows;
  private final RegistryWatch watch;
  private final VirtualTerms terms;
  private final Clock clock;
  private Instant listeningSince;
  private Instant lastSweep;

  VirtualRegistry(RegistryRows rows, RegistryWatch watch, Clock clock) {
    this.rows = requireNonNull(rows, "rows");
    this.watch = requireNonNull(watch, "watch");
    this.clock = requireNonNull(clock, "clock");
    terms = new VirtualTerms(rows, watch, clock);
    listeningSince = clock.instant();
    lastSweep = listeningSince;
    rows.nodes.values().forEach(node -> node.forgetTheFuture(listeningSince));
  }

  /** Ends the leases that are over; who stood still itself heard nobody, and gives them grace. */
  void sweep() {
    Instant now = clock.instant();
    if (Duration.between(lastSweep, now).compareTo(STALL) > 0) {
      listeningSince = now;
    }
    lastSweep = now;
    rows.nodes.forEach(
        (id, node) -> {
          if (!node.gone && node.lease.heardSince(listeningSince).isExpiredAt(now)) {
            node.gone = true;
            free(id, node, "the lease is over");
          }
        });
  }

  @Override
  public NodeId register(NodeRegistration registration) {
    NodeId id = requireNonNull(registration.nodeId(), "node_id");
    if (!rows.nodes.containsKey(id)) {
      rows.nodes.put(id, new NodeRow(registration, clock.instant()));
      watch.registered(id);
    }
    rows.nodes.get(id).update(registration, clock.instant());
    return id;
  }

  @Override
  public BeatResult beat(NodeId id, Heartbeat beat) {
    NodeRow node = rows.nodes.get(id);
    if (node == null) {
      return new BeatResult.UnknownNode();
    }
    node.renew(clock.instant());
    node.offers = beat.offersCoordination() == null ? node.offers : beat.offersCoordination();
    GroupRow group = node.group == null ? null : rows.groups.get(node.group);
    if (group != null) {
      terms.beat(id, node, group, beat);
    }
    return new BeatResult.Renewed(
        new HeartbeatReply(
            NodeStatus.ONLINE,
            node.lease.interval(),
            node.lease.duration(),
            node.group,
            group == null ? null : group.membershipVersion,
            group == null ? null : terms.coordinator(group),
            null,
            group == null ? null : group.chain.head()));
  }

  @Override
  public List<GroupView> groups() {
    return rows.groups.keySet().stream().map(this::view).toList();
  }

  @Override
  public Optional<GroupView> group(GroupId group) {
    return rows.groups.containsKey(group) ? Optional.of(view(group)) : Optional.empty();
  }

  private GroupView view(GroupId id) {
    GroupRow group = requireNonNull(rows.groups.get(id));
    return Views.of(id, group, terms.coordinator(group), rows.members(id), clock.instant());
  }

  @Override
  public List<MemberView> members(GroupId group) {
    return rows.members(group).entrySet().stream()
        .map(member -> Views.of(member.getKey(), member.getValue(), clock.instant()))
        .toList();
  }

  @Override
  public List<NodeView> nodes() {
    throw new UnsupportedOperationException("agents do not list nodes");
  }

  @Override
  public FoundResult found(GroupCreation creation) {
    if (Boolean.TRUE.equals(creation.ifNoneCompatible())) {
      for (Map.Entry<GroupId, GroupRow> group : rows.groups.entrySet()) {
        if (group.getValue().seats.hasRoom()
            && group.getValue().isCompatible(creation)
            && rows.isHeadWithinReach(group.getKey())) {
          return new FoundResult.Exists(group.getKey());
        }
      }
    }
    GroupId id = new GroupId("group-" + (rows.groups.size() + 1));
    rows.groups.put(id, new GroupRow(creation));
    return new FoundResult.Founded(id);
  }

  @Override
  public JoinResult join(JoinRequest request) {
    GroupRow group = rows.groups.get(request.groupId());
    NodeRow node = rows.nodes.get(request.nodeId());
    if (group == null || node == null) {
      return refused(group == null ? ProblemType.GROUP_NOT_FOUND : ProblemType.NODE_NOT_FOUND);
    }
    node.renew(clock.instant());
    if (request.groupId().equals(node.group)) {
      return new JoinResult.Joined(request.groupId());
    }
    if (!(group.seats.admit() instanceof Seats.Admission.Admitted admitted)) {
      return refused(ProblemType.GROUP_FULL);
    }
    free(request.nodeId(), node, "moved");
    group.reseat(admitted.seats());
    node.enter(request.groupId());
    watch.joined(request.nodeId(), request.groupId());
    return new JoinResult.Joined(request.groupId());
  }

  private static JoinResult refused(ProblemType type) {
    return new JoinResult.Refused(problem(type));
  }

  private static Problem problem(ProblemType type) {
    return new Problem(type.uri().toString(), type.title(), type.status(), null, null, null);
  }

  @Override
  public PublishResult publish(GroupId id, HeadProposal proposal) {
    GroupRow group = requireNonNull(rows.groups.get(id), "group");
    return settle(id, group, proposal, group.chain.propose(proposal, group.term));
  }

  /** Writes down what was judged. */
  final PublishResult settle(
      GroupId id, GroupRow group, HeadProposal proposal, HeadChain.Verdict verdict) {
    if (verdict instanceof HeadChain.Verdict.Committed committed) {
      group.chain = new HeadChain(committed.head());
      NodeRow proposer = rows.nodes.get(proposal.nodeId());
      if (proposer != null && id.equals(proposer.group)) {
        proposer.holds = proposal.sha();
      }
      watch.committed(id, proposal, committed.head());
      return new PublishResult.Committed(committed.head());
    }
    return verdict instanceof HeadChain.Verdict.AlreadyCommitted already
        ? new PublishResult.Committed(already.head())
        : new PublishResult.Stale(
            problem(
                verdict instanceof HeadChain.Verdict.StaleEpoch
                    ? ProblemType.STALE_EPOCH
                    : ProblemType.STALE_PARENT));
  }

  @Override
  public void tell(GroupId group, RoundAccount account) {
    // Nobody reads the list of rounds here.
  }

  @Override
  public void leave(NodeId id) {
    NodeRow node = rows.nodes.get(id);
    if (node != null && !node.gone) {
      node.gone = true;
      free(id, node, "said goodbye");
    }
  }

  private void free(NodeId id, NodeRow node, String reason) {
    GroupId left = node.group;
    if (left == null) {
      return;
    }
    GroupRow group = requireNonNull(rows.groups.get(left));
    group.reseat(group.seats.vacate());
    if (group.term.isHeldBy(id)) {
      terms.become(node, group, group.term.vacatedBy(id));
    }
    node.group = null;
    watch.left(id, left, reason);
  }
}
