package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.compression.UpdateBlobs;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where submissions come in: an update is on disk, has the head's tensors and only finite numbers
 * before it counts, and its submission is on disk before it is acknowledged. One that is refused is
 * named with its cause, and nobody waits for its member any longer in that round.
 */
final class UpdateReception {
  private static final Logger log = LoggerFactory.getLogger(UpdateReception.class);

  private final RoundDesk desk;
  private final Uploads uploads;
  private final UpdateBlobs updates;
  private final BlobStore blobs;
  private final RoundJournal journal;
  private final RoundListener listener;
  private final PayloadLayout expected;
  private final TrainingSpec plan;
  private final boolean countsSteps;
  private final Lock one;

  UpdateReception(RoundDesk desk, Uploads uploads, Coordinator.Term term) {
    this.desk = requireNonNull(desk, "desk");
    this.uploads = requireNonNull(uploads, "uploads");
    this.blobs = term.blobs();
    this.updates = new UpdateBlobs(blobs, term.spec().federation().updates());
    this.journal = term.journal();
    this.listener = term.listener();
    this.expected = term.aggregator().updateLayout(term.opening().layout());
    this.plan = term.spec().training();
    this.countsSteps = term.aggregator().countsSteps();
    this.one = term.threads().newLock();
  }

  Receipt submit(Submission submission) {
    Optional<Receipt> prejudged =
        desk.prejudge(submission)
            .map(known -> isLateEcho(known, submission) ? new Receipt.Accepted() : known);
    if (prejudged.isPresent()) {
      if (prejudged.get() instanceof Receipt.Refused) {
        uploads.drop(submission.updateSha());
      }
      return prejudged.get();
    }
    if (!blobs.contains(submission.updateSha())) {
      return new Receipt.Refused(
          ProblemType.BLOB_NOT_FOUND,
          "update_sha: %s (expected: uploaded before)".formatted(submission.updateSha()));
    }
    Optional<Receipt.Refused> flaw = examine(submission);
    if (flaw.isPresent()) {
      if (flaw.get().type() != ProblemType.BLOB_NOT_FOUND) {
        refuse(submission, flaw.get());
      }
      return flaw.get();
    }
    return count(submission);
  }

  /** Counted before its round closed; only the answer was lost. */
  private boolean isLateEcho(Receipt receipt, Submission submission) {
    return receipt instanceof Receipt.Refused refused
        && refused.type() == ProblemType.ROUND_CLOSED
        && journal.counts(desk.group(), submission);
  }

  /**
   * One at a time, and judged again: while the update was examined, the round may have closed or
   * another update of the same member may have been counted, and the journal must not say
   * otherwise.
   */
  private Receipt count(Submission submission) {
    one.lock();
    try {
      Optional<Receipt> judged = desk.prejudge(submission);
      if (judged.isPresent()) {
        return judged.get();
      }
      desk.manifestOf(submission).ifPresent(open -> keep(open, submission));
      return desk.accept(submission);
    } finally {
      one.unlock();
    }
  }

  private void keep(RoundManifest open, Submission submission) {
    journal.accepted(open, submission);
    uploads.counted(submission);
    listener.reached(open, Phase.ACCEPTED);
  }

  private Optional<Receipt.Refused> examine(Submission submission) {
    long most = mostSteps(submission.examples());
    if (countsSteps && (submission.steps() < 1 || submission.steps() > most)) {
      return Optional.of(
          new Receipt.Refused(
              ProblemType.INVALID_REQUEST,
              "steps: %d (expected: 1 to %d for %d examples, the group's strategy weighs them)"
                  .formatted(submission.steps(), most, submission.examples())));
    }
    try (OpenPayloads stored = new OpenPayloads()) {
      Sha256 sha = submission.updateSha();
      stored.keep(sha, updates.open(sha, expected)).requireFinite();
      return Optional.empty();
    } catch (MissingBlobException e) {
      return Optional.of(
          new Receipt.Refused(
              ProblemType.BLOB_NOT_FOUND,
              "update_sha: %s was damaged on disk".formatted(submission.updateSha())));
    } catch (ProblemException e) {
      return Optional.of(new Receipt.Refused(e.type(), String.valueOf(e.getMessage())));
    }
  }

  /** Steps of as many epochs as the plan has, of batches as large as it says. */
  private long mostSteps(long examples) {
    long batches = (examples + plan.batchSize() - 1) / plan.batchSize();
    return batches * plan.localEpochs();
  }

  private void refuse(Submission submission, Receipt.Refused flaw) {
    log.warn(
        "update refused: round={} node={} cause=\"{}\"",
        submission.round(),
        submission.nodeId(),
        flaw.reason());
    uploads.refused(submission);
    desk.fail(
        new RoundFailure(
            submission.nodeId(), submission.round(), submission.epoch(), flaw.reason()));
  }
}
