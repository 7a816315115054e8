package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.agent.simulation.world.RegistryRows.GroupRow;
import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Submission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold in a world at any time, by books of its own:
 *
 * <ul>
 *   <li>a group counts as many members as there are nodes that are in it, never more than it has
 *       places; whoever is listed has registered;
 *   <li>a version is committed once, by who holds the newest term, after the version before it, and
 *       epochs only grow;
 *   <li>a submission that is acknowledged lies on its coordinator's disk, and counts in its attempt
 *       if that brings a head, whoever is killed in between;
 *   <li>a head that a coordinator calls committed is committed; it has finite numbers only, and
 *       follows from the updates that it counts, in whatever order.
 * </ul>
 */
final class Laws implements WorldWatch {
  private final Map<GroupId, List<Head>> heads = new HashMap<>();
  private final Map<GroupId, CoordinatorTerm> terms = new HashMap<>();
  private final Map<GroupId, Long> changed = new HashMap<>();
  private final Map<GroupId, Long> committedAt = new HashMap<>();
  private final Set<NodeId> registered = new HashSet<>();
  private final Map<Attempt, Set<NodeId>> acknowledged = new HashMap<>();
  private @Nullable World world;
  private long recomputed;

  private record Attempt(GroupId group, long round, long epoch) {}

  /** To be called before anything happens in {@code watched}. */
  void watch(World watched) {
    world = watched;
    watched.time().observe(this::check);
  }

  private World world() {
    return requireNonNull(world, "world");
  }

  private void check() {
    RegistryRows rows = world().rows();
    Map<GroupId, Integer> members = new HashMap<>();
    rows.nodes.forEach(
        (id, node) -> {
          require(registered.contains(id), "node %s is listed and never registered", id);
          if (node.group != null) {
            members.merge(node.group, 1, Integer::sum);
          }
        });
    for (Map.Entry<GroupId, GroupRow> group : rows.groups.entrySet()) {
      int seated = group.getValue().seats.members();
      int counted = members.getOrDefault(group.getKey(), 0);
      int places = group.getValue().seats.capacity();
      require(
          seated == counted && counted <= places,
          "%s says %d of %d places, has %d members",
          group.getKey(),
          seated,
          places,
          counted);
    }
  }

  /** Versions of each group that were ever committed, oldest first. */
  List<Head> heads(GroupId group) {
    return List.copyOf(heads.getOrDefault(group, List.of()));
  }

  /** When somebody last joined or left, in nanoseconds since the beginning. */
  long changed(GroupId group) {
    return changed.getOrDefault(group, 0L);
  }

  /** When the newest version came, likewise. */
  long committedAt(GroupId group) {
    return committedAt.getOrDefault(group, -1L);
  }

  /** Heads that were computed a second time. */
  long recomputed() {
    return recomputed;
  }

  @Override
  public void registered(NodeId node) {
    require(registered.add(node), "node %s is made a second time", node);
    tell("%s is registered", node);
  }

  @Override
  public void joined(NodeId node, GroupId group) {
    changed.put(group, world().time().nanos());
    tell("%s joined %s", node, group);
  }

  @Override
  public void left(NodeId node, GroupId group, String reason) {
    changed.put(group, world().time().nanos());
    tell("%s left %s: %s", node, group, reason);
  }

  @Override
  public void termed(GroupId group, CoordinatorTerm term) {
    long before = terms.getOrDefault(group, CoordinatorTerm.vacant()).epoch();
    require(
        term.holder() == null ? term.epoch() >= before : term.epoch() > before,
        "%s has %s after epoch %d",
        group,
        term,
        before);
    terms.put(group, term);
    tell("%s: %s", group, term);
  }

  @Override
  public void committed(GroupId group, HeadProposal proposal, Head head) {
    List<Head> chain = heads.computeIfAbsent(group, first -> new ArrayList<>());
    Head before = chain.isEmpty() ? null : chain.get(chain.size() - 1);
    require(
        head.version() == chain.size(),
        "%s commits %s after %s",
        group,
        head,
        String.valueOf(before));
    require(
        Objects.equals(head.parentSha(), before == null ? null : before.sha()),
        "%s commits %s beside %s",
        group,
        head,
        String.valueOf(before));
    CoordinatorTerm term = terms.getOrDefault(group, CoordinatorTerm.vacant());
    require(
        proposal.nodeId().equals(term.holder()) && head.epoch() == term.epoch(),
        "%s commits %s of %s in %s",
        group,
        head,
        proposal.nodeId(),
        term);
    chain.add(head);
    committedAt.put(group, world().time().nanos());
    tell("%s: version %d %s", group, head.version(), head.sha().abbreviated());
  }

  @Override
  public void acknowledged(NodeId coordinator, GroupId group, Submission submission) {
    VirtualNode node = world().node(coordinator.value());
    Path file = file(node, group, submission.round(), submission.epoch(), submission.nodeId());
    require(
        Files.exists(file) && node.blobs().contains(submission.updateSha()),
        "%s acknowledges what it has not: %s",
        coordinator,
        submission);
    Attempt attempt = new Attempt(group, submission.round(), submission.epoch());
    acknowledged.computeIfAbsent(attempt, first -> new HashSet<>()).add(submission.nodeId());
  }

  static Path file(VirtualNode coordinator, GroupId group, long round, long epoch, NodeId node) {
    String name = HexFormat.of().formatHex(node.value().getBytes(StandardCharsets.UTF_8));
    return coordinator
        .state()
        .resolve("rounds")
        .resolve(group.value())
        .resolve(round + "-" + epoch)
        .resolve("submissions")
        .resolve(name + ".json");
  }

  @Override
  public void ended(VirtualNode coordinator, RoundManifest manifest, RoundOutcome outcome) {
    if (outcome instanceof RoundOutcome.Completed completed) {
      require(
          heads(manifest.groupId()).contains(completed.head()),
          "%s believes in %s",
          coordinator.id(),
          completed.head());
      follows(coordinator, manifest, completed.head(), completed.counted());
    } else if (outcome instanceof RoundOutcome.Provisional provisional) {
      follows(coordinator, manifest, provisional.head(), provisional.counted());
    }
  }

  private void follows(
      VirtualNode coordinator, RoundManifest manifest, Head head, List<NodeId> counted) {
    Attempt attempt = new Attempt(manifest.groupId(), manifest.round(), manifest.epoch());
    Set<NodeId> promised = acknowledged.getOrDefault(attempt, Set.of());
    require(
        counted.containsAll(promised),
        "%s counts %s in %s, and acknowledged %s",
        coordinator.id(),
        counted,
        attempt,
        promised);
    GroupRow group = requireNonNull(world().rows().groups.get(manifest.groupId()));
    new Recomputation(coordinator, manifest, requireNonNull(group.creation.spec()))
        .requireSame(head, counted);
    recomputed++;
  }

  private void tell(String what, Object... figures) {
    world().chronicle().tell(RegistryDesk.NAME, what, figures);
  }

  static void require(boolean holds, String broken, Object... figures) {
    if (!holds) {
      throw new LawBrokenError(broken.formatted(figures));
    }
  }
}
