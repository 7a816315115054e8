package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Admission;
import dev.mycelium.agent.aggregation.CohortSize;
import dev.mycelium.agent.blob.BlobRejectedException;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.WireVersion;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A term's rounds, one after another: each begins from the head that the one before left, goes on
 * where a restart stopped it, and leaves its outcome on disk.
 */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final Coordinator.Term term;
  private final Participants participants;
  private final RoundLedger ledger;
  private final Protocol protocol;
  private final HeadGate gate;
  private final Retention retention;
  private final FederatedRound round;

  Rounds(Coordinator.Term term, Participants participants, Quorum quorum) {
    this(term, participants, quorum, new Downloads());
  }

  /**
   * @param downloads of the participants, as they come
   */
  Rounds(Coordinator.Term term, Participants participants, Quorum quorum, Downloads downloads) {
    this.term = requireNonNull(term, "term");
    this.participants = requireNonNull(participants, "participants");
    ReceivedUpdates updates = new ReceivedUpdates(term);
    this.ledger = new RoundLedger(term, updates, downloads);
    this.gate = new HeadGate(term, participants);
    this.retention = new Retention(term, participants, gate);
    this.protocol = new SynchronousProtocol(quorum, term.aggregator()::admits);
    this.round =
        new FederatedRound(
            new FederatedRound.Setting(
                term.self(),
                participants,
                protocol,
                quorum,
                term.aggregator(),
                term.opening().layout(),
                new PayloadBlobs(term.blobs()),
                updates,
                term.journal(),
                term.heads(),
                gate,
                ledger,
                term.clock()));
  }

  /**
   * The newest head, or the one that this node trained provisionally after it before its last term
   * here ended.
   */
  Head resumed(Head newest) {
    Optional<Head> tip =
        term.journal()
            .tip(term.group())
            .filter(head -> newest.sha().equals(head.parentSha()))
            .filter(head -> head.version() == newest.version() + 1)
            .filter(head -> term.blobs().contains(head.sha()));
    tip.ifPresent(this::goOnFrom);
    return tip.orElse(newest);
  }

  /** Offered before the first round is announced: until then, too, the registry lacks it. */
  private void goOnFrom(Head provisional) {
    participants.resume(provisional);
    log.info(
        "goes on from a provisional head: round={} sha={}",
        provisional.round(),
        provisional.sha().abbreviated());
  }

  HeadGate gate() {
    return gate;
  }

  /** Puts the best head in the place of {@code head}; returns as {@link #run} does. */
  Optional<Head> rollBack(Head head, HeadGate.Condemned worse) {
    Membership members = participants.membership();
    Instant now = ledger.begin();
    Step.Ask nobody = new Step.Ask(List.of(), members.version(), 0, now, Map.of());
    RoundManifest manifest = manifest(head, number(head), nobody);
    RoundOutcome outcome =
        term.blobs().contains(worse.best().sha())
            ? round.rollBack(manifest, worse)
            : new RoundOutcome.Rejected("its blob is not here: " + worse.cause());
    gate.settled(worse);
    return ended(manifest, outcome, now);
  }

  private long number(Head head) {
    return 1 + Math.max(head.round(), term.journal().lastRound(term.group()));
  }

  /** Waits until a round may begin after {@code head}; empty if the term ended before. */
  Optional<Begun> begin(Head head) {
    long number = number(head);
    int members = participants.membership().members().size();
    if (term.aggregator().admits(new CohortSize(members)) instanceof Admission.Refused refused) {
      log.info("waits for more members: group={} cause=\"{}\"", term.group(), refused.reason());
    }
    return participants.await(protocol, number) instanceof Step.Ask call
        ? Optional.of(new Begun(attempt(head, number, call), call.notAsked()))
        : Optional.empty();
  }

  /**
   * An attempt that may be run.
   *
   * @param notAsked members that it leaves in peace, each with the cause
   */
  record Begun(Attempt attempt, Map<NodeId, String> notAsked) {}

  /** Runs one attempt to its end; the head after it, or empty if the term is over. */
  Optional<Head> run(Begun begun) {
    Attempt attempt = begun.attempt();
    Instant start = ledger.begin();
    return ended(attempt.manifest(), outcome(begun), start);
  }

  private Optional<Head> ended(RoundManifest manifest, RoundOutcome outcome, Instant start) {
    RoundReport report = ledger.report(manifest, outcome);
    Duration took = Duration.between(start, term.clock().instant());
    if (!outcome.isCommitted()) {
      note(manifest, report);
    }
    RoundLog.write(log, manifest, report);
    term.listener().ended(manifest, outcome);
    if (!(outcome instanceof RoundOutcome.Provisional)) {
      term.listener().reported(manifest, report, took);
    }
    return after(manifest.head(), outcome);
  }

  private void note(RoundManifest manifest, RoundReport report) {
    try {
      term.journal().ended(manifest, report);
    } catch (BlobRejectedException full) {
      log.warn("outcome not kept: round={} cause=\"{}\"", manifest.round(), full.getMessage());
    }
  }

  /** A disk without room costs the round its head, and the term nothing. */
  private RoundOutcome outcome(Begun begun) {
    Attempt attempt = begun.attempt();
    try {
      return round.run(attempt.manifest(), attempt.submissions(), begun.notAsked());
    } catch (BlobRejectedException full) {
      return new RoundOutcome.Rejected(String.valueOf(full.getMessage()));
    }
  }

  private Optional<Head> after(Head head, RoundOutcome outcome) {
    if (outcome instanceof RoundOutcome.Completed completed) {
      retention.prune(completed.head());
      return Optional.of(completed.head());
    }
    if (outcome instanceof RoundOutcome.RolledBack rolledBack) {
      retention.prune(rolledBack.head());
      return Optional.of(rolledBack.head());
    }
    if (outcome instanceof RoundOutcome.Provisional provisional) {
      retention.prune(provisional.head());
      return Optional.of(provisional.head());
    }
    retention.prune(head);
    if (outcome instanceof RoundOutcome.Withdrawn) {
      return Optional.of(head);
    }
    if (outcome instanceof RoundOutcome.Superseded || participants.pause(AFTER_FAILURE)) {
      return Optional.empty();
    }
    return Optional.of(head);
  }

  private Attempt attempt(Head head, long number, Step.Ask call) {
    return term.journal()
        .unfinished(term.group(), term.epoch())
        .filter(attempt -> attempt.manifest().head().equals(head))
        .filter(attempt -> isDue(attempt.manifest().deadline()))
        .map(this::whole)
        .orElseGet(() -> Attempt.begun(manifest(head, number, call), List.of()));
  }

  /** Ahead, and no further than a round lasts: it was said by a clock that may be set back now. */
  private boolean isDue(Instant deadline) {
    Duration told = term.spec().federation().roundTimeout();
    Instant now = term.clock().instant();
    Instant latest = now.plus(told == null ? Patience.LONGEST : told);
    return now.isBefore(deadline) && !deadline.isAfter(latest);
  }

  /** The attempt with the submissions whose updates survived the crash too. */
  private Attempt whole(Attempt attempt) {
    return Attempt.begun(
        attempt.manifest(),
        attempt.submissions().stream()
            .filter(submission -> term.blobs().contains(submission.updateSha()))
            .toList());
  }

  private RoundManifest manifest(Head head, long number, Step.Ask call) {
    return new RoundManifest(
        WireVersion.CURRENT,
        term.group(),
        number,
        term.epoch(),
        head,
        term.spec().training(),
        term.spec().federation().strategy(),
        call.deadline(),
        call.membershipVersion(),
        call.whom(),
        call.members(),
        term.spec().federation().updates());
  }
}
