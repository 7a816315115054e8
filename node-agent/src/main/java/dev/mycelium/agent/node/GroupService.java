package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.HeartbeatLoop;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.PersonalLearner;
import dev.mycelium.agent.node.Whereabouts.Place;
import dev.mycelium.agent.round.Coordination;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.round.LocalCoordination;
import dev.mycelium.agent.round.LocalTraining;
import dev.mycelium.agent.round.Member;
import dev.mycelium.agent.round.MemberMemory;
import dev.mycelium.agent.round.Opening;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's time in one group: follows whoever coordinates it, and coordinates when its turn
 * comes. Runs on the node's own thread; {@link #interrupt} may be called from any.
 */
final class GroupService {
  private static final Logger log = LoggerFactory.getLogger(GroupService.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final GroupId group;
  private final GroupSpec spec;
  private final Set<Sha256> lasting;
  private final NodeId self;
  private final NodeContext node;
  private final Whereabouts whereabouts;
  private final HeartbeatLoop heartbeat;
  private final Backoff backoff;
  private final Trouble trouble = new Trouble();
  private final AtomicReference<@Nullable Coordination> current = new AtomicReference<>();
  private @Nullable Coordinator coordinator;
  private boolean able = true;
  private boolean tidied;
  private boolean missed;

  GroupService(GroupView view, NodeContext node) {
    this.group = view.groupId();
    this.spec = requireNonNull(view.spec(), "spec");
    this.lasting = NodeContext.lasting(view);
    this.node = node;
    this.self = node.self();
    this.whereabouts = node.whereabouts();
    this.heartbeat = node.heartbeat();
    this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, node.parts().random());
  }

  void serve() {
    try (Learner learner = learner()) {
      GroupRelay relay = new GroupRelay(group, node.relay());
      MemberMemory memory = MemberMemory.of(self, group, node.parts().state());
      LocalTraining training =
          LocalTraining.of(learner, spec.federation().updates(), node.parts().blobs(), memory);
      if (training != null) {
        training.timedBy(node.parts().clock());
      }
      Member member = new Member(self, training, node.parts().blobs(), node::pinned, relay);
      if (spec.initial() != null) {
        member.lends(spec.initial());
      }
      if (Boolean.TRUE.equals(node.profile().registration().offersCoordination())) {
        able = aggregator().isPresent();
      }
      while (isHere()) {
        Place place = whereabouts.await(now -> !now.isIn(group) || isLed(now), PATIENCE);
        if (isHere()) {
          follow(place, member);
        }
      }
    } finally {
      resign();
    }
  }

  private @Nullable Learner learner() {
    return node.profile().trains()
        ? PersonalLearner.of(node.parts().learners().open(spec), spec)
        : null;
  }

  private boolean isHere() {
    return !whereabouts.isStopping() && whereabouts.now().isIn(group);
  }

  /** A term that this node can't serve is over as soon as the registry hears it. */
  private boolean isLed(Place place) {
    return place.coordinator() != null && (able || !place.coordinator().nodeId().equals(self));
  }

  private void follow(Place place, Member member) {
    if (place.head() != null) {
      member.learnOf(place.head());
    }
    if (!isLed(place)) {
      miss();
      return;
    }
    tidy(place.head());
    missed = false;
    try (Coordination coordination = open(place)) {
      current.set(coordination);
      member.serve(coordination, () -> !isHere() || !whereabouts.now().isLedAs(place));
      trouble.end();
    } catch (CoordinatorLostException e) {
      lost(place, e);
    } catch (RuntimeException e) {
      trouble.tell(group, e);
      lost(place, new CoordinatorLostException("this node could not go on", e));
    } finally {
      current.set(null);
    }
  }

  /** Once, before any work here: what other groups and killed processes left on the disk goes. */
  private void tidy(@Nullable Head head) {
    if (!tidied) {
      Set<Sha256> kept = new HashSet<>(node.pinned());
      kept.addAll(lasting);
      Optional.ofNullable(head).map(Head::sha).ifPresent(kept::add);
      node.parts().blobs().retainOnly(kept);
    }
    tidied = true;
  }

  private void miss() {
    if (!missed) {
      log.warn("nobody coordinates: group={} (start an agent that others reach)", group);
    }
    missed = true;
  }

  /** The node's place changed: whatever waits for the old one is ended. */
  void interrupt() {
    Coordination waiting = current.get();
    if (waiting != null) {
      waiting.close();
    }
  }

  private void lost(Place place, CoordinatorLostException cause) {
    if (isHere() && whereabouts.now().isLedAs(place)) {
      log.info("coordinator lost: group={} cause=\"{}\"", group, cause.getMessage());
      heartbeat.beatNow();
      Place unused = whereabouts.await(now -> !now.isLedAs(place), backoff.next());
    }
  }

  private Coordination open(Place place) {
    dev.mycelium.wire.group.Coordinator leader = requireNonNull(place.coordinator());
    if (leader.nodeId().equals(self)) {
      return new LocalCoordination(coordinating(leader.epoch()));
    }
    resign();
    return node.parts()
        .ways()
        .to(node.leaderCircuit().to(leader, heartbeat::beatNow), group, node.parts().blobs());
  }

  private Coordinator coordinating(long epoch) {
    Coordinator serving = coordinator;
    if (serving != null && serving.desk().epoch() == epoch && !serving.desk().isClosed()) {
      return serving;
    }
    resign();
    Coordinator begun = new Coordinator(term(epoch));
    coordinator = begun;
    try {
      node.presence().began(begun);
    } catch (RuntimeException e) {
      resign();
      throw e;
    }
    begun.start();
    node.parts().listener().coordinating(epoch);
    return begun;
  }

  private Coordinator.Term term(long epoch) {
    NodeParts parts = node.parts();
    GroupView fresh =
        parts
            .directory()
            .group(group)
            .orElseThrow(() -> new CoordinatorLostException("the registry knows no such group"));
    Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, parts.random());
    RegistryHeads heads = new RegistryHeads(group, parts.directory(), pauses, parts.clock());
    return new Coordinator.Term(
        self,
        group,
        epoch,
        spec,
        fresh.head(),
        Opening.of(spec),
        aggregator().orElseThrow(() -> new CoordinatorLostException("no strategy, no rounds")),
        parts.blobs(),
        parts.journal(),
        heads,
        node.relay(),
        parts.clock(),
        parts.threads());
  }

  /** The group's rule; a node that does not have it leaves the rounds to others. */
  private Optional<Aggregator> aggregator() {
    try {
      return Optional.of(node.parts().aggregators().open(spec.federation().strategy()));
    } catch (RuntimeException e) {
      able = false;
      if (node.presence().declines(group)) {
        log.warn("does not offer to coordinate: group={} cause=\"{}\"", group, e.getMessage());
      }
      heartbeat.beatNow();
      return Optional.empty();
    }
  }

  private void resign() {
    Coordinator serving = coordinator;
    coordinator = null;
    if (serving != null) {
      if (whereabouts.isStopping()) {
        serving.farewell();
      }
      node.presence().ended();
      serving.close();
    }
  }
}
