package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.CancelledException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.PublicCause;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The member's half of the rounds (steps 2, 3, 5 and 6 of {@link FederatedRound}): asks its
 * coordinator what there is to do, and does it. A failure in training is told to the coordinator
 * with its cause and ends nothing else. Confined to one thread; what it holds survives a change of
 * coordinator.
 */
public final class Member {
  private static final Logger log = LoggerFactory.getLogger(Member.class);

  private final NodeId self;
  private final @Nullable LocalTraining training;
  private final MemberBlobs blobs;
  private final MemberListener listener;

  private @Nullable Head committed;
  private @Nullable Sha256 uploaded;

  /**
   * @param training null for a node without data, which holds heads and nothing else
   * @param pinned blobs that others on this node still need
   */
  public Member(
      NodeId self,
      @Nullable LocalTraining training,
      BlobStore blobs,
      Supplier<Set<Sha256>> pinned,
      MemberListener listener) {
    this.self = requireNonNull(self, "self");
    this.training = training;
    this.blobs = new MemberBlobs(blobs, pinned);
    this.listener = requireNonNull(listener, "listener");
  }

  /**
   * Notes a head that the registry knows to be committed: a coordinator that left may have had no
   * time to say so.
   */
  public void learnOf(Head head) {
    if (blobs.contains(head.sha()) && isNew(head)) {
      blobs.hold(head.sha());
      adopt(head, true, round -> Optional.empty());
    }
  }

  /** Lends version 0, which its founder holds, to the group's coordinator. */
  public void lends(Sha256 initial) {
    if (committed == null && blobs.contains(initial)) {
      blobs.hold(initial);
      listener.holds(initial);
    }
  }

  /**
   * Serves one coordinator until {@code stop} is requested.
   *
   * @throws CoordinatorLostException if it can't be reached or coordinates no more
   */
  public void serve(Coordination coordination, Cancellation stop) {
    long after = 0;
    uploaded = null;
    while (!stop.isRequested()) {
      Poll poll = poll(after);
      Optional<RoundStatus> news = coordination.poll(poll);
      if (news.isPresent() && !stop.isRequested()) {
        after = Math.max(after, act(news.get(), coordination, poll, stop));
      }
    }
  }

  private Poll poll(long after) {
    return new Poll(
        self, after, blobs.held(), committed == null ? -1 : committed.version(), training != null);
  }

  /** Does what {@code status} asks for; returns the round that was answered, 0 if none was. */
  private long act(RoundStatus status, Coordination coordination, Poll poll, Cancellation stop) {
    Sha256 best = status.keep();
    if (best != null) {
      blobs.keep(best);
      listener.keeps(best);
    }
    Head head = status.head();
    if (head != null && isNew(head)) {
      fetch(head.sha(), coordination, poll);
      adopt(head, status.scoreWanted(), coordination::report);
    }
    Head candidate = status.candidate();
    if (candidate != null && !candidate.sha().equals(blobs.held())) {
      fetch(candidate.sha(), coordination, poll);
    }
    Sha256 wanted = status.uploadWanted();
    if (wanted != null && blobs.contains(wanted)) {
      lend(wanted, coordination, poll);
    }
    RoundManifest manifest = status.manifest();
    if (manifest == null) {
      return 0;
    }
    answer(manifest, coordination, poll, stop);
    return manifest.round();
  }

  /** Uploads a head that the coordinator lacks; one that it refused is not pressed upon it. */
  private void lend(Sha256 wanted, Coordination coordination, Poll poll) {
    if (wanted.equals(uploaded)) {
      throw new CoordinatorLostException("the coordinator wants a head that it does not take");
    }
    coordination.upload(poll, wanted);
    uploaded = wanted;
  }

  private boolean isNew(Head head) {
    return committed == null || head.version() > committed.version();
  }

  private void fetch(Sha256 blob, Coordination coordination, Poll poll) {
    if (!blobs.contains(blob)) {
      coordination.fetch(poll, blob);
    }
    blobs.hold(blob);
  }

  private void adopt(Head head, boolean score, LongFunction<Optional<RoundReport>> reports) {
    committed = head;
    listener.holds(head.sha());
    listener.committed(head);
    blobs.commit(head);
    if (training != null) {
      training.memory().settle(head, reports);
      if (score) {
        score(head, training);
      }
    }
    listener.adopted(head);
  }

  /** A head that can't be scored on this node's data is not scored, and nothing else. */
  private void score(Head head, LocalTraining able) {
    Evaluation evaluation;
    try {
      evaluation = able.score(head);
    } catch (RuntimeException e) {
      log.warn("not scored: version={} cause=\"{}\"", head.version(), cause(e), e);
      return;
    }
    listener.scored(head, evaluation);
  }

  private void answer(
      RoundManifest manifest, Coordination coordination, Poll poll, Cancellation stop) {
    if (training == null) {
      return;
    }
    training.memory().settle(manifest, coordination::report);
    listener.training(manifest);
    LocalTraining.Answer answer;
    try {
      answer = training.answer(manifest, stop);
    } catch (CancelledException e) {
      log.info("training given up: round={} cause=\"{}\"", manifest.round(), e.getMessage());
      return;
    } catch (RuntimeException e) {
      log.warn("training failed: round={}", manifest.round(), e);
      listener.failed(manifest, cause(e));
      report(manifest, coordination, PublicCause.of(e));
      return;
    }
    blobs.train(answer.sha());
    conclude(answer, answer.deliver(coordination, poll), training.memory());
  }

  private void conclude(LocalTraining.Answer answer, Receipt receipt, MemberMemory memory) {
    if (receipt instanceof Receipt.Refused refused) {
      memory.withdraw();
      log.warn(
          "update refused: round={} cause=\"{}\"", answer.manifest().round(), refused.reason());
      listener.failed(answer.manifest(), refused.reason());
    } else {
      memory.accept();
      listener.submitted(answer.manifest(), answer.update());
    }
  }

  private void report(RoundManifest manifest, Coordination coordination, String cause) {
    String sentence = cause.length() <= 500 ? cause : cause.substring(0, 500);
    coordination.fail(
        new RoundFailure(self, manifest.round(), manifest.epoch(), sentence.replace('\n', ' ')));
  }

  private static String cause(RuntimeException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message;
  }
}
