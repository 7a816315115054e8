package dev.mycelium.registry.network;

import static java.util.Objects.requireNonNull;

import dev.mycelium.registry.group.GroupState;
import dev.mycelium.registry.group.Groups;
import dev.mycelium.registry.group.Member;
import dev.mycelium.registry.group.Members;
import dev.mycelium.registry.node.NodeState;
import dev.mycelium.registry.node.Nodes;
import dev.mycelium.registry.performance.GroupStanding;
import dev.mycelium.registry.performance.Standings;
import dev.mycelium.registry.round.HeadQuality;
import dev.mycelium.registry.round.Qualities;
import dev.mycelium.rules.FewestMembers;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupCondition;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Groups as callers see them, put together from what the other modules know at one moment. */
@Service
@Transactional(readOnly = true)
class GroupViews {
  private static final GroupStanding UNKNOWN = new GroupStanding(Standing.unknown(), Instant.EPOCH);
  private static final Comparator<GroupView> BEST_FIRST =
      Comparator.comparing((GroupView view) -> !view.standing().isKnown())
          .thenComparing(Comparator.comparingDouble(GroupView::performanceMetric).reversed())
          .thenComparing(GroupView::createdAt)
          .thenComparing(GroupView::groupId);

  private final Groups groups;
  private final Members members;
  private final Nodes nodes;
  private final Standings standings;
  private final Qualities qualities;
  private final Clock clock;

  GroupViews(
      Groups groups,
      Members members,
      Nodes nodes,
      Standings standings,
      Qualities qualities,
      Clock clock) {
    this.groups = groups;
    this.members = members;
    this.nodes = nodes;
    this.standings = standings;
    this.qualities = qualities;
    this.clock = clock;
  }

  /** Groups with a known standing first, then the best, then the oldest. */
  List<GroupView> bestFirst(GroupFilter wanted) {
    Map<GroupId, List<Member>> seated =
        members.all().stream().collect(Collectors.groupingBy(Member::group));
    Map<GroupId, GroupStanding> known = standings.all();
    Map<GroupId, HeadQuality> judged = qualities.all();
    Map<NodeId, NodeState> people =
        byId(seated.values().stream().flatMap(List::stream).map(Member::node));
    return groups.oldestFirst().stream()
        .filter(wanted::admits)
        .map(
            group ->
                view(
                    new Known(
                        group,
                        known.getOrDefault(group.id(), UNKNOWN),
                        judged.getOrDefault(group.id(), HeadQuality.unknown())),
                    seated.getOrDefault(group.id(), List.of()),
                    people))
        .sorted(BEST_FIRST)
        .toList();
  }

  List<GroupView> byId(GroupFilter wanted, IdPage page) {
    return page.read(groups::byId, group -> group.id().value(), wanted::admits).stream()
        .map(this::view)
        .toList();
  }

  GroupView one(GroupId id) {
    return view(groups.get(id));
  }

  List<MemberView> members(GroupId id) {
    GroupState group = groups.get(id);
    List<Member> seated = members.of(id);
    Map<NodeId, NodeState> people = byId(seated.stream().map(Member::node));
    Map<NodeId, Score> scores = standings.scores(id);
    return seated.stream()
        .map(
            member ->
                view(
                    group,
                    member,
                    requireNonNull(people.get(member.node())),
                    scores.get(member.node())))
        .toList();
  }

  private Map<NodeId, NodeState> byId(Stream<NodeId> ids) {
    return nodes.byId(ids.toList());
  }

  private GroupView view(GroupState group) {
    List<Member> seated = members.of(group.id());
    return view(
        new Known(group, standings.of(group.id()), qualities.of(group.id())),
        seated,
        byId(seated.stream().map(Member::node)));
  }

  /** What is known of a group beside its members. */
  private record Known(GroupState group, GroupStanding standing, HeadQuality quality) {
    private static final String ALL_ROUNDS = "The group has had all the rounds that it was to have";

    /** Why it trains no further; null while it does. */
    @Nullable String rest() {
      GroupSpec spec = group.spec();
      Integer rounds = spec == null ? null : spec.federation().numRounds();
      Head head = group.head();
      if (rounds != null && head != null && head.version() >= rounds) {
        return ALL_ROUNDS;
      }
      return quality.stopCause();
    }

    @Nullable Head finalHead() {
      return rest() == null ? null : group.head();
    }
  }

  private GroupView view(Known known, List<Member> seated, Map<NodeId, NodeState> people) {
    GroupState group = known.group();
    GroupStanding standing = known.standing();
    Instant updated = group.times().updated();
    return new GroupView(
        group.id(),
        group.modelType(),
        group.datasetName(),
        standing.standing().shown(),
        group.seats().members(),
        group.seats().capacity(),
        group.joinPolicy(),
        group.times().created(),
        standing.updatedAt().isAfter(updated) ? standing.updatedAt() : updated,
        group.membershipVersion(),
        group.spec(),
        standing.standing(),
        coordinator(group, people),
        condition(known, seated, people),
        group.head(),
        (int)
            seated.stream()
                .filter(m -> holdsHead(group, m))
                .filter(m -> isOnline(m, people))
                .count(),
        group.activity(),
        known.quality().best(),
        known.quality().verdict(),
        known.finalHead());
  }

  private MemberView view(GroupState group, Member member, NodeState node, @Nullable Score score) {
    return new MemberView(
        member.node(),
        node.address(),
        node.name(),
        node.statusAt(clock.instant()),
        member.joinedAt(),
        holdsHead(group, member),
        score);
  }

  private static @Nullable Coordinator coordinator(
      GroupState group, Map<NodeId, NodeState> people) {
    NodeId holder = group.term().holder();
    NodeState node = holder == null ? null : people.get(holder);
    return node == null ? null : new Coordinator(node.id(), node.address(), group.term().epoch());
  }

  private @Nullable GroupCondition condition(
      Known known, List<Member> seated, Map<NodeId, NodeState> people) {
    GroupState group = known.group();
    if (group.activity() == GroupActivity.PAUSED) {
      return GroupCondition.paused();
    }
    if (group.seats().members() == 0) {
      return GroupCondition.noMembers();
    }
    if (group.term().isVacant()) {
      return GroupCondition.noCoordinator();
    }
    String rest = known.rest();
    if (rest != null) {
      return GroupCondition.resting(rest);
    }
    if (waitsForInitialWeights(group, seated, people)) {
      return GroupCondition.noInitialWeights();
    }
    FederationSpec federation = group.spec() == null ? null : group.spec().federation();
    int here = group.seats().members();
    return federation != null && new FewestMembers(federation).areMoreThan(here)
        ? GroupCondition.tooFewMembers(here, new FewestMembers(federation).count())
        : null;
  }

  private boolean waitsForInitialWeights(
      GroupState group, List<Member> seated, Map<NodeId, NodeState> people) {
    GroupSpec spec = group.spec();
    Sha256 initial = spec == null ? null : spec.initial();
    return group.head() == null
        && initial != null
        && seated.stream()
            .filter(member -> initial.equals(member.holds()))
            .noneMatch(member -> isOnline(member, people));
  }

  private static boolean holdsHead(GroupState group, Member member) {
    return group.head() != null && group.head().sha().equals(member.holds());
  }

  private boolean isOnline(Member member, Map<NodeId, NodeState> people) {
    NodeState node = people.get(member.node());
    return node != null && node.statusAt(clock.instant()) == NodeStatus.ONLINE;
  }
}
