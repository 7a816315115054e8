package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.WireVersion;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of a coordinator: round after round on a thread of its own, from the newest head, until
 * the term is over or {@link #close} is called. Whatever ends a term, the next coordinator goes on
 * from the last committed head.
 */
public final class Coordinator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Coordinator.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Term term;
  private final RoundDesk desk;
  private final Quorum quorum;
  private final UpdateReception reception;
  private final FederatedRound round;
  private final PayloadBlobs payloads;
  private final Thread thread;
  private volatile boolean leaving;

  /**
   * What a term rests on.
   *
   * @param newest the group's head when the term began; null before version 0
   * @param opening how version 0 comes about
   */
  public record Term(
      NodeId self,
      GroupId group,
      long epoch,
      GroupSpec spec,
      @Nullable Head newest,
      Opening opening,
      Aggregator aggregator,
      BlobStore blobs,
      RoundJournal journal,
      Heads heads,
      RoundListener listener,
      Clock clock) {}

  public Coordinator(Term term) {
    this.term = requireNonNull(term, "term");
    desk = desk(term);
    quorum = new Quorum(term.spec().federation(), term.spec().training().seed());
    payloads = new PayloadBlobs(term.blobs());
    reception = new UpdateReception(desk, term);
    round = new FederatedRound(setting(term, desk, quorum, payloads));
    thread = new Thread(this::run, "coordinator-" + term.epoch());
    thread.setDaemon(true);
  }

  private static RoundDesk desk(Term term) {
    return new RoundDesk(
        term.group(), term.epoch(), term.self(), term.clock(), term.listener()::membershipDoubtful);
  }

  private static FederatedRound.Setting setting(
      Term term, RoundDesk desk, Quorum quorum, PayloadBlobs payloads) {
    return new FederatedRound.Setting(
        term.self(),
        desk,
        quorum,
        term.aggregator(),
        term.opening().layout(),
        payloads,
        term.journal(),
        term.heads(),
        term.clock());
  }

  public void start() {
    thread.start();
  }

  public RoundDesk desk() {
    return desk;
  }

  /** Judges a submission; what is accepted is on disk. Safe from any thread. */
  public Receipt submit(Submission submission) {
    return reception.submit(submission);
  }

  Optional<RoundReport> report(long round) {
    return term.journal().report(term.group(), round);
  }

  private void run() {
    log.info("coordinating: group={} epoch={}", term.group(), term.epoch());
    try {
      Optional<Head> head = new Foundation(term, desk, quorum).head().map(this::resumed);
      while (head.isPresent() && !desk.isClosed()) {
        head = next(head.get());
      }
    } catch (RuntimeException e) {
      log.error("coordinating failed: group={} cause=\"{}\"", term.group(), e.getMessage(), e);
    } finally {
      desk.close();
      log.info("coordinating no more: group={} epoch={}", term.group(), term.epoch());
    }
  }

  /**
   * The newest head, or the one that this node trained provisionally after it before its last term
   * here ended.
   */
  private Head resumed(Head newest) {
    Optional<Head> tip =
        term.journal()
            .tip(term.group())
            .filter(head -> newest.sha().equals(head.parentSha()))
            .filter(head -> head.version() == newest.version() + 1)
            .filter(head -> term.blobs().contains(head.sha()));
    tip.ifPresent(
        head ->
            log.info(
                "goes on from a provisional head: round={} sha={}",
                head.round(),
                head.sha().abbreviated()));
    return tip.orElse(newest);
  }

  /** One attempt; the head after it, or empty if the term is over. */
  private Optional<Head> next(Head head) {
    if (quorum.isLast(head)) {
      term.listener().rested(head);
      desk.awaitClose();
      return Optional.empty();
    }
    if (!desk.awaitTrainers(quorum::mayBegin) || leaving) {
      desk.awaitClose();
      return Optional.empty();
    }
    RoundJournal.Attempt attempt = attempt(head);
    Instant begun = term.clock().instant();
    RoundOutcome outcome = round.run(attempt.manifest(), attempt.submissions());
    RoundReport report = outcome.report(attempt.manifest());
    Duration took = Duration.between(begun, term.clock().instant());
    term.journal().ended(attempt.manifest(), report);
    RoundLog.write(log, attempt.manifest(), outcome);
    term.listener().ended(attempt.manifest(), outcome);
    if (!(outcome instanceof RoundOutcome.Provisional)) {
      term.listener().reported(attempt.manifest(), report, took);
    }
    return after(head, outcome);
  }

  private Optional<Head> after(Head head, RoundOutcome outcome) {
    if (outcome instanceof RoundOutcome.Completed completed) {
      prune(completed.head());
      return Optional.of(completed.head());
    }
    if (outcome instanceof RoundOutcome.Provisional provisional) {
      prune(provisional.head());
      return Optional.of(provisional.head());
    }
    prune(head);
    if (outcome instanceof RoundOutcome.Superseded || desk.pause(AFTER_FAILURE)) {
      return Optional.empty();
    }
    return Optional.of(head);
  }

  private RoundJournal.Attempt attempt(Head head) {
    return term.journal()
        .unfinished(term.group(), term.epoch())
        .filter(attempt -> attempt.manifest().head().equals(head))
        .filter(attempt -> term.clock().instant().isBefore(attempt.manifest().deadline()))
        .map(this::whole)
        .orElseGet(() -> RoundJournal.Attempt.begun(manifest(head), List.of()));
  }

  /** The attempt with the submissions whose updates survived the crash too. */
  private RoundJournal.Attempt whole(RoundJournal.Attempt attempt) {
    return RoundJournal.Attempt.begun(
        attempt.manifest(),
        attempt.submissions().stream()
            .filter(submission -> term.blobs().contains(submission.updateSha()))
            .toList());
  }

  private RoundManifest manifest(Head head) {
    long last = Math.max(head.round(), term.journal().lastRound(term.group()));
    Membership trainers = desk.trainers();
    return new RoundManifest(
        WireVersion.CURRENT,
        term.group(),
        last + 1,
        term.epoch(),
        head,
        term.spec().training(),
        term.spec().federation().strategy(),
        term.clock().instant().plus(term.spec().federation().roundTimeout()),
        trainers.version(),
        quorum.asked(trainers, last + 1),
        trainers.members().size());
  }

  private void prune(Head head) {
    Set<Sha256> dropped = term.journal().prune(term.group());
    dropped.remove(head.sha());
    desk.head().map(Head::sha).ifPresent(dropped::remove);
    dropped.forEach(term.blobs()::delete);
  }

  /** Lets the members learn of the newest head, before a clean end of the term. */
  public void farewell() {
    leaving = true;
    desk.awaitFarewell(FAREWELL);
  }

  @Override
  public void close() {
    desk.close();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(STOP_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
