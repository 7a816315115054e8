package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.HeartbeatLoop;
import dev.mycelium.agent.directory.RegistryRefusedException;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node from registration to goodbye: in one group at a time, its lease kept alive beside all
 * work, always on the watch for a better group. {@link #run} occupies the caller's thread until
 * {@link #stop}, or until the node has had its rounds.
 */
public final class NodeAgent {
  private static final Logger log = LoggerFactory.getLogger(NodeAgent.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final NodeProfile profile;
  private final NodeParts parts;
  private final Vitals vitals;
  private final Whereabouts whereabouts;
  private final Presence presence;
  private final HeartbeatLoop heartbeat;
  private final RoundReports reports;
  private final NodeContext context;
  private final GroupSearch search;
  private final Backoff backoff;
  private final AtomicReference<@Nullable GroupService> service = new AtomicReference<>();

  public NodeAgent(NodeProfile profile, NodeParts parts) {
    this.profile = requireNonNull(profile, "profile");
    this.parts = requireNonNull(parts, "parts");
    whereabouts = new Whereabouts(this::interrupt, parts.threads());
    vitals = new Vitals(profile.registration());
    presence = new Presence(profile.registration(), parts.directory(), vitals, whereabouts);
    NodeId self = requireNonNull(profile.registration().nodeId(), "nodeId");
    heartbeat =
        new HeartbeatLoop(
            self,
            parts.directory(),
            presence,
            new Backoff(FIRST_PAUSE, LONGEST_PAUSE, parts.random()),
            parts.threads());
    reports = new RoundReports(self, parts.directory()::tell, parts.threads());
    RoundRelay relay =
        new RoundRelay(
            profile, vitals, parts.listener(), reports, heartbeat::beatNow, whereabouts::stop);
    context =
        new NodeContext(
            profile, parts, whereabouts, presence, heartbeat, relay, new LeaderCircuit());
    search =
        new GroupSearch(profile, parts.directory(), parts.lastGroup(), parts.blobs()::contains);
    backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, parts.random());
  }

  /** The term that this node serves as coordinator now, if it serves one. */
  public Optional<Coordinator> coordinator() {
    return presence.coordinator();
  }

  /** Whether anybody may fetch this blob: it is a head or candidate that lies here. */
  public boolean offers(Sha256 blob) {
    return context.relay().offers(blob)
        || coordinator().map(term -> term.desk().offers(blob)).orElse(false);
  }

  public NodeState state() {
    return NodeState.of(context, vitals);
  }

  /** How calls to the coordinator go; empty while the node follows none, or is it itself. */
  public Optional<Circuit.State> coordinatorCircuit() {
    return context.leaderCircuit().state(whereabouts.now().coordinator());
  }

  /**
   * Lives the node's life.
   *
   * @throws RegistryUnavailableException if the registry does not answer at the very start
   * @throws UnusableGroupException if the node can't work in the group it was told to begin in
   */
  public void run() {
    parts.listener().registered(parts.directory().register(profile.registration()));
    try (heartbeat;
        GroupWatch watch = new GroupWatch(context, vitals)) {
      Optional<GroupSearch.Found> first = search.first();
      heartbeat.start();
      watch.start();
      Optional<GroupView> group = first.map(this::enter);
      while (!whereabouts.isStopping()) {
        group.ifPresent(this::serve);
        group = whereabouts.isStopping() ? Optional.empty() : next();
      }
    } finally {
      reports.close();
      sayGoodbye();
    }
  }

  /** Ends the node's life in order; returns at once. */
  public void stop() {
    whereabouts.stop();
  }

  private void serve(GroupView group) {
    GroupService serving = new GroupService(group, context);
    service.set(serving);
    try {
      serving.serve();
    } catch (RegistryUnavailableException e) {
      log.info("work waits for the registry: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("work in group={} failed: {}", group.groupId(), e.getMessage(), e);
      var unused = whereabouts.await(place -> !place.isIn(group.groupId()), LONGEST_PAUSE);
    } finally {
      service.set(null);
    }
  }

  /** The group that the node is in now or gets into; waits a while if there is none. */
  private Optional<GroupView> next() {
    try {
      GroupId now = whereabouts.now().group();
      Optional<GroupView> group =
          now == null ? search.again().map(this::enter) : parts.directory().group(now);
      group.ifPresent(this::follow);
      if (group.isPresent() && group.get().spec() != null) {
        backoff.reset();
        return group;
      }
    } catch (RegistryUnavailableException | RegistryRefusedException e) {
      log.debug("no group yet: {}", e.getMessage());
    }
    var unused = whereabouts.await(place -> false, backoff.next());
    return Optional.empty();
  }

  private GroupView enter(GroupSearch.Found found) {
    GroupView group = found.group();
    context.relay().entered(group.groupId());
    whereabouts.joined(group.groupId());
    heartbeat.beatNow();
    log.info("joined: group={} how=\"{}\"", group.groupId(), found.how());
    parts.listener().joined(group, found.how());
    return group;
  }

  /** The registry may know a move of this node whose reply was lost. */
  private void follow(GroupView group) {
    if (!context.relay().isIn(group.groupId())) {
      context.relay().entered(group.groupId());
    }
  }

  private void interrupt() {
    GroupService serving = service.get();
    if (serving != null) {
      serving.interrupt();
    }
  }

  private void sayGoodbye() {
    try {
      parts.directory().leave(context.self());
      parts.listener().left("said goodbye");
    } catch (RegistryUnavailableException e) {
      log.warn("left without a goodbye, the lease will run out: {}", e.getMessage());
      parts.listener().left("the registry did not hear the goodbye");
    }
  }
}
