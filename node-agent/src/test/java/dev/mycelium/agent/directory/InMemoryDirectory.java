package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.HeadChain;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory, by the same rules as the real one, that a test can take away, or make
 * forget a node. Leases end only when the test says so. Thread-safe.
 */
public class InMemoryDirectory implements Directory {
  private static final Duration PACE = Duration.ofMillis(100);

  private final Map<NodeId, Node> nodes = new TreeMap<>();
  private final Map<GroupId, Group> groups = new TreeMap<>();
  private final List<RoundAccount> accounts = new ArrayList<>();
  private boolean away;
  private boolean losing;
  private boolean crowded;
  private boolean losingMembers;
  private int refusals;
  private Runnable joined = () -> {};
  private Runnable hanging = () -> {};

  private static final class Node {
    NodeRegistration registration;
    @Nullable GroupId group;
    @Nullable Score score;
    @Nullable Sha256 holds;

    Node(NodeRegistration registration) {
      this.registration = registration;
    }
  }

  private static final class Group {
    final GroupCreation creation;
    Seats seats;
    CoordinatorTerm term = CoordinatorTerm.vacant();
    HeadChain chain = HeadChain.empty();
    long membershipVersion;

    Group(GroupCreation creation) {
      this.creation = creation;
      Integer capacity = creation.maxCapacity();
      seats = Seats.empty(capacity == null ? GroupCreation.DEFAULT_CAPACITY : capacity);
    }
  }

  public synchronized void goAway() {
    goAwayAfter(() -> {});
  }

  /** From now on nobody answers, and whoever calls knows that when {@code silence} has passed. */
  public synchronized void goAwayAfter(Runnable silence) {
    away = true;
    hanging = silence;
    refusals = 0;
  }

  public synchronized void comeBack() {
    away = false;
  }

  /** The next head is committed, and whoever proposed it does not hear of it. */
  public synchronized void loseNextAnswer() {
    losing = true;
  }

  /** The next proposal is put off, as there are too many requests. */
  public synchronized void putOffNextProposal() {
    crowded = true;
  }

  /** Whoever next asks for a group's members gets no answer. */
  public synchronized void loseNextMembers() {
    losingMembers = true;
  }

  /** Calls that met nobody since the registry went away. */
  public synchronized int refusals() {
    return refusals;
  }

  /** Runs {@code task} when a node has joined, before that is answered. */
  public synchronized void onJoin(Runnable task) {
    joined = task;
  }

  /** The node's row is lost, and its place with it. */
  public synchronized void forget(NodeId node) {
    vacate(node);
    nodes.remove(node);
  }

  public synchronized Optional<GroupId> groupOf(NodeId node) {
    return Optional.ofNullable(nodes.get(node)).map(row -> row.group);
  }

  /** Ends the term of {@code group} and begins the next one with {@code node}. */
  public synchronized long grant(GroupId group, NodeId node) {
    Group row = groups.get(group);
    NodeId holder = row.term.holder();
    row.term = (holder == null ? row.term : row.term.vacatedBy(holder)).offer(node, 0);
    return row.term.epoch();
  }

  private void requireHere() {
    if (away) {
      refusals++;
      hanging.run();
      throw RegistryUnavailableException.of(URI.create("memory:registry"), new IOException("away"));
    }
  }

  private void requireUncrowded() {
    if (crowded) {
      crowded = false;
      throw RegistryRefusedException.of("head", problem(ProblemType.RATE_LIMITED));
    }
  }

  private void requireHeard() {
    if (losing) {
      losing = false;
      throw RegistryUnavailableException.of(URI.create("memory:registry"), new IOException("lost"));
    }
  }

  @Override
  public synchronized NodeId register(NodeRegistration registration) {
    requireHere();
    NodeId id = Objects.requireNonNull(registration.nodeId());
    nodes.computeIfAbsent(id, unknown -> new Node(registration)).registration = registration;
    return id;
  }

  @Override
  public synchronized BeatResult beat(NodeId id, Heartbeat beat) {
    requireHere();
    Node node = nodes.get(id);
    if (node == null) {
      return new BeatResult.UnknownNode();
    }
    node.score = beat.score();
    node.holds = beat.holds();
    Group group = node.group == null ? null : groups.get(node.group);
    if (group != null && Boolean.TRUE.equals(beat.offersCoordination())) {
      group.term = group.term.offer(id, beat.epoch() == null ? 0 : beat.epoch());
    } else if (group != null && Boolean.FALSE.equals(beat.offersCoordination())) {
      group.term = group.term.vacatedBy(id);
    }
    return new BeatResult.Renewed(
        new HeartbeatReply(
            NodeStatus.ONLINE,
            PACE,
            PACE.multipliedBy(3),
            node.group,
            group == null ? null : group.membershipVersion,
            group == null ? null : coordinator(group),
            null,
            group == null ? null : group.chain.head()));
  }

  private @Nullable Coordinator coordinator(Group group) {
    NodeId holder = group.term.holder();
    return holder == null
        ? null
        : new Coordinator(holder, nodes.get(holder).registration.nodeAddress(), group.term.epoch());
  }

  @Override
  public synchronized List<GroupView> groups() {
    requireHere();
    return groups.keySet().stream().map(this::view).toList();
  }

  @Override
  public synchronized Optional<GroupView> group(GroupId group) {
    requireHere();
    return groups.containsKey(group) ? Optional.of(view(group)) : Optional.empty();
  }

  private GroupView view(GroupId id) {
    Group group = groups.get(id);
    Head head = group.chain.head();
    Standing standing = standing(id);
    long holders =
        nodes.entrySet().stream()
            .filter(node -> id.equals(node.getValue().group) && head != null)
            .filter(
                node ->
                    group.term.isHeldBy(node.getKey()) || head.sha().equals(node.getValue().holds))
            .count();
    return new GroupView(
        id,
        group.creation.modelType(),
        group.creation.datasetName(),
        standing.shown(),
        group.seats.members(),
        group.seats.capacity(),
        JoinPolicy.OPEN,
        Instant.EPOCH,
        Instant.EPOCH,
        group.membershipVersion,
        group.creation.spec(),
        standing,
        coordinator(group),
        null,
        head,
        (int) holders,
        GroupActivity.ACTIVE);
  }

  private Standing standing(GroupId id) {
    List<Score> scores =
        nodes.values().stream()
            .filter(node -> id.equals(node.group))
            .map(node -> node.score)
            .filter(Objects::nonNull)
            .toList();
    long newest = scores.stream().mapToLong(Score::headVersion).max().orElse(-1);
    return scores.stream()
        .filter(score -> score.headVersion() == newest)
        .mapToDouble(Score::value)
        .average()
        .stream()
        .mapToObj(mean -> new Standing(mean, newest, 1, null))
        .findFirst()
        .orElseGet(Standing::unknown);
  }

  @Override
  public synchronized List<MemberView> members(GroupId group) {
    requireHere();
    if (losingMembers) {
      losingMembers = false;
      throw RegistryUnavailableException.of(URI.create("memory:registry"), new IOException("lost"));
    }
    return nodes.entrySet().stream()
        .filter(node -> group.equals(node.getValue().group))
        .map(node -> member(node.getKey(), node.getValue()))
        .toList();
  }

  private static MemberView member(NodeId id, Node node) {
    return new MemberView(
        id,
        node.registration.nodeAddress(),
        null,
        NodeStatus.ONLINE,
        Instant.EPOCH,
        node.holds != null,
        node.score);
  }

  @Override
  public List<NodeView> nodes() {
    throw new UnsupportedOperationException("agents do not list nodes");
  }

  @Override
  public synchronized FoundResult found(GroupCreation creation) {
    requireHere();
    if (Boolean.TRUE.equals(creation.ifNoneCompatible())) {
      for (GroupView view : groups.keySet().stream().map(this::view).toList()) {
        boolean has = view.hasRoom() && (view.head() == null || view.headHolders() > 0);
        if (has && isCompatible(groups.get(view.groupId()), creation)) {
          return new FoundResult.Exists(view.groupId());
        }
      }
    }
    GroupId id = new GroupId("group-" + (groups.size() + 1));
    groups.put(id, new Group(creation));
    return new FoundResult.Founded(id);
  }

  private static boolean isCompatible(Group group, GroupCreation asked) {
    GroupSpec spec = group.creation.spec();
    GroupSpec wanted = requireNonNull(asked.spec(), "spec");
    return spec != null
        && group.creation.datasetName().equals(asked.datasetName())
        && spec.task().admits(wanted.task())
        && (Boolean.TRUE.equals(asked.exactModel())
            ? spec.model().equals(wanted.model())
            : !spec.model().needsProgram());
  }

  @Override
  public synchronized JoinResult join(JoinRequest request) {
    requireHere();
    Group group = groups.get(request.groupId());
    Node node = nodes.get(request.nodeId());
    if (group == null || node == null) {
      return refused(group == null ? ProblemType.GROUP_NOT_FOUND : ProblemType.NODE_NOT_FOUND);
    }
    if (request.groupId().equals(node.group)) {
      return new JoinResult.Joined(request.groupId());
    }
    if (!(group.seats.admit() instanceof Seats.Admission.Admitted admitted)) {
      return refused(ProblemType.GROUP_FULL);
    }
    vacate(request.nodeId());
    group.seats = admitted.seats();
    group.membershipVersion++;
    node.group = request.groupId();
    node.score = null;
    joined.run();
    return new JoinResult.Joined(request.groupId());
  }

  private static JoinResult refused(ProblemType type) {
    return new JoinResult.Refused(problem(type));
  }

  private static Problem problem(ProblemType type) {
    return new Problem(type.uri().toString(), type.title(), type.status(), null, null, null);
  }

  @Override
  public synchronized PublishResult publish(GroupId id, HeadProposal proposal) {
    requireHere();
    requireUncrowded();
    Group group = groups.get(id);
    HeadChain.Verdict verdict = group.chain.propose(proposal, group.term);
    if (verdict instanceof HeadChain.Verdict.Committed committed) {
      group.chain = new HeadChain(committed.head());
      requireHeard();
      return new PublishResult.Committed(committed.head());
    }
    return verdict instanceof HeadChain.Verdict.AlreadyCommitted already
        ? new PublishResult.Committed(already.head())
        : new PublishResult.Stale(problem(ProblemType.STALE_EPOCH));
  }

  @Override
  public synchronized void tell(GroupId group, RoundAccount account) {
    requireHere();
    accounts.add(account);
  }

  /** What was told of rounds, in its order. */
  public synchronized List<RoundAccount> accounts() {
    return List.copyOf(accounts);
  }

  @Override
  public synchronized void leave(NodeId node) {
    requireHere();
    vacate(node);
    nodes.remove(node);
  }

  private void vacate(NodeId id) {
    Node node = nodes.get(id);
    Group group = node == null || node.group == null ? null : groups.get(node.group);
    if (group != null) {
      group.seats = group.seats.vacate();
      group.term = group.term.vacatedBy(id);
      group.membershipVersion++;
      node.group = null;
    }
  }
}
