package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Directory.JoinResult;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.migration.MigrationDecision;
import dev.mycelium.agent.migration.MigrationDecision.Move;
import dev.mycelium.agent.migration.MigrationDecision.Stay;
import dev.mycelium.agent.migration.SelectionView;
import dev.mycelium.time.Threads;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.performance.Score;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the other groups from time to time, and moves the node when its selector says so. */
final class GroupWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupWatch.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final NodeContext node;
  private final Vitals vitals;
  private final Threads threads;
  private final Thread thread;
  private final Lock lock;
  private final Condition stopped;
  private boolean stopping;

  GroupWatch(NodeContext node, Vitals vitals) {
    this.node = node;
    this.vitals = vitals;
    threads = node.parts().threads();
    thread = threads.newThread("group-watch", this::run);
    lock = threads.newLock();
    stopped = lock.newCondition();
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!isStoppedWithin(node.profile().evaluationInterval())) {
      look();
    }
  }

  private boolean isStoppedWithin(Duration pause) {
    lock.lock();
    try {
      long nanos = pause.toNanos();
      while (!stopping && nanos > 0) {
        nanos = stopped.awaitNanos(nanos);
      }
      return stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    try {
      GroupId group = node.whereabouts().now().group();
      if (group != null && node.profile().trains()) {
        decide(group);
      }
    } catch (RegistryUnavailableException e) {
      log.debug("no look at other groups: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("looking at other groups failed: {}", e.getMessage(), e);
    }
  }

  private void decide(GroupId group) {
    Score score = vitals.judgementOf(group);
    List<GroupView> groups = node.parts().directory().groups();
    SelectionView view =
        new SelectionView(
            group, score == null ? null : score.value(), groups, node.profile().candidates());
    MigrationDecision wanted = node.parts().selector().decide(view);
    Optional<String> duty = wanted instanceof Move ? duty(group, groups) : Optional.empty();
    MigrationDecision decision = duty.isPresent() ? new Stay(duty.get(), wanted.figures()) : wanted;
    node.parts().listener().decided(decision);
    if (decision instanceof Move move) {
      log.info("moving: from={} to={} reason=\"{}\"", group, move.to(), move.reason());
      go(group, move, groups);
    } else {
      log.debug("staying: group={} reason=\"{}\"", group, decision.reason());
    }
  }

  /** Why the group can't spare this node now, if so. */
  private Optional<String> duty(GroupId group, List<GroupView> groups) {
    if (node.presence().coordinator().filter(term -> term.desk().isAhead()).isPresent()) {
      return Optional.of("what it coordinates is not committed yet");
    }
    return isNeeded(group, groups)
        ? Optional.of("no other member holds the head yet")
        : Optional.empty();
  }

  /**
   * Whether the members that stay would be left without the head. A node whose lease ran out while
   * it stood still is needed as well, though it is counted no more.
   */
  private boolean isNeeded(GroupId group, List<GroupView> groups) {
    return groups.stream()
        .filter(view -> view.groupId().equals(group) && view.memberCount() > view.headHolders())
        .filter(view -> view.head() != null && view.headHolders() < 2)
        .anyMatch(view -> node.parts().blobs().contains(requireNonNull(view.head()).sha()));
  }

  private void go(GroupId from, Move move, List<GroupView> groups) {
    // From here on nothing that was measured in the old group may be said of the new one.
    node.relay().entered(move.to());
    JoinResult result =
        node.parts()
            .directory()
            .join(new JoinRequest(node.self(), move.to(), move.reason(), move.figures()));
    if (result instanceof JoinResult.Refused refused) {
      node.relay().entered(from);
      log.info("move refused: to={} cause=\"{}\"", move.to(), refused.problem().text());
      return;
    }
    node.parts().lastGroup().write(move.to());
    node.whereabouts().joined(move.to());
    node.heartbeat().beatNow();
    groups.stream()
        .filter(group -> group.groupId().equals(move.to()))
        .findFirst()
        .ifPresent(group -> node.parts().listener().joined(group, "moved: " + move.reason()));
  }

  /** Nothing is moved or written any more when this returns. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      stopped.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      if (!threads.join(thread, STOP_TIMEOUT)) {
        log.warn("a look at other groups goes on though the node stops");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
