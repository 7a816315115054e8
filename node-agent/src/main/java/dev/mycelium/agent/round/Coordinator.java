package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.time.Threads;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Submission;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Term term;
  private final RoundDesk desk;
  private final Quorum quorum;
  private final Uploads uploads;
  private final UpdateReception reception;
  private final Downloads downloads = new Downloads();
  private final Rounds rounds;
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
      Clock clock,
      Threads threads) {

    /** On threads of this JVM. */
    public Term(
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
        Clock clock) {
      this(
          self,
          group,
          epoch,
          spec,
          newest,
          opening,
          aggregator,
          blobs,
          journal,
          heads,
          listener,
          clock,
          Threads.ofJvm());
    }
  }

  public Coordinator(Term term) {
    this.term = requireNonNull(term, "term");
    desk = new RoundDesk(term);
    quorum = new Quorum(term.spec().federation(), term.spec().training().seed());
    uploads = new Uploads(desk, term.blobs(), term.journal());
    reception = new UpdateReception(desk, uploads, term);
    rounds = new Rounds(term, desk, quorum, downloads);
    thread = term.threads().newThread("coordinator-" + term.epoch(), this::run);
  }

  public void start() {
    thread.start();
  }

  public RoundDesk desk() {
    return desk;
  }

  public Uploads uploads() {
    return uploads;
  }

  /** Judges a submission; what is accepted is on disk. Safe from any thread. */
  public Receipt submit(Submission submission) {
    return reception.submit(submission);
  }

  /** Notes that a member was sent so much of a head; its own word is all there is for who it is. */
  public void sent(NodeId node, long bytes) {
    if (desk.membership().members().contains(node)) {
      downloads.add(node, bytes);
    }
  }

  Optional<RoundReport> report(long round) {
    return term.journal().report(term.group(), round);
  }

  private void run() {
    log.info("coordinating: group={} epoch={}", term.group(), term.epoch());
    try {
      rounds.gate().look();
      Optional<Head> head = new Foundation(term, desk, quorum).head().map(rounds::resumed);
      while (head.isPresent() && !desk.isClosed()) {
        head = next(head.get());
      }
    } catch (RuntimeException | LinkageError e) {
      // A plug-in that was built against other classes than these fails where it is first used.
      log.error("coordinating failed: group={} cause=\"{}\"", term.group(), e.getMessage(), e);
    } finally {
      desk.close();
      uploads.roundIsOver();
      log.info("coordinating no more: group={} epoch={}", term.group(), term.epoch());
    }
  }

  /** One attempt; the head after it, or empty if the term is over. */
  private Optional<Head> next(Head head) {
    HeadGate gate = rounds.gate();
    gate.look();
    boolean last = quorum.isLast(head) || gate.rests();
    Optional<HeadGate.Condemned> worse = last ? gate.judged(head) : gate.condemned(head);
    if (worse.isPresent() && !desk.isClosed()) {
      return rounds.rollBack(head, worse.get());
    }
    if (last) {
      term.listener().rested(head);
      return rest(head);
    }
    Optional<Rounds.Begun> attempt = rounds.begin(head);
    if (attempt.isEmpty() || leaving) {
      desk.awaitClose();
      return Optional.empty();
    }
    Optional<Head> after = rounds.run(attempt.get());
    uploads.roundIsOver();
    return after;
  }

  /** The same head if it turns out to be a worse one; empty when the term is over. */
  private Optional<Head> rest(Head head) {
    if (rounds.gate().judges()) {
      return rounds.gate().isCondemnedAtRest(head) ? Optional.of(head) : Optional.empty();
    }
    desk.awaitClose();
    return Optional.empty();
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
      boolean unused = term.threads().join(thread, STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
