package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.MemberWork;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundPhases;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Seconds;
import dev.mycelium.wire.round.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the attempt under way costs: how long its phases and its members take, and the bytes of
 * each. After a restart of the coordinator the times begin anew; of answers from before, what their
 * members said and what they weigh is left. Confined to the coordinator's thread.
 */
final class RoundLedger {
  private final ReceivedUpdates updates;
  private final Downloads downloads;
  private final RoundListener listener;
  private final Clock clock;
  private final Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
  private final Map<NodeId, MemberWork> answers = new TreeMap<>();
  private Instant lap;
  private @Nullable RoundReport told;

  RoundLedger(Coordinator.Term term, ReceivedUpdates updates, Downloads downloads) {
    this.updates = requireNonNull(updates, "updates");
    this.downloads = requireNonNull(downloads, "downloads");
    this.listener = term.listener();
    this.clock = term.clock();
    this.lap = clock.instant();
  }

  /** Opens the next attempt's page; returns the time. */
  Instant begin() {
    seconds.clear();
    answers.clear();
    told = null;
    lap = clock.instant();
    return lap;
  }

  /** Notes when, and passes it on. */
  void reached(RoundManifest manifest, Phase phase) {
    note(phase);
    listener.reached(manifest, phase);
  }

  /** The round takes no more answers. */
  void collected(Collected collected) {
    seconds.put(Phase.ACCEPTED, Seconds.of(collected.open()));
    lap = clock.instant();
    for (Submission answer : collected.submissions()) {
      Duration took = collected.took().get(answer.nodeId());
      answers.put(
          answer.nodeId(),
          new MemberWork(
              took == null ? null : Seconds.of(took),
              answer.trainSeconds(),
              updates.bytes(answer.updateSha()),
              null));
    }
  }

  private void note(Phase phase) {
    Instant now = clock.instant();
    seconds.put(phase, Seconds.of(Duration.between(lap, now)));
    lap = now;
  }

  /** How the attempt ended and what it cost; asked again, the same. */
  RoundReport report(RoundManifest manifest, RoundOutcome outcome) {
    RoundReport report = told;
    if (report == null) {
      report = updates.report(manifest, outcome).with(phases(), work());
      told = report;
    }
    return report;
  }

  private RoundPhases phases() {
    return new RoundPhases(
        seconds.get(Phase.ACCEPTED),
        seconds.get(Phase.AGGREGATED),
        seconds.get(Phase.HELD),
        seconds.get(Phase.COMMITTED));
  }

  /** Null where there is none, and where more members worked than a report has room for. */
  private @Nullable Map<String, MemberWork> work() {
    Map<NodeId, Long> sent = downloads.take();
    Set<NodeId> nodes = new TreeSet<>(answers.keySet());
    nodes.addAll(sent.keySet());
    if (nodes.isEmpty() || nodes.size() > RoundAccount.MOST_AT_WORK) {
      return null;
    }
    Map<String, MemberWork> work = new TreeMap<>();
    for (NodeId node : nodes) {
      MemberWork answer = answers.getOrDefault(node, MemberWork.UNKNOWN);
      work.put(node.value(), answer.withBytesDown(sent.get(node)));
    }
    return work;
  }
}
