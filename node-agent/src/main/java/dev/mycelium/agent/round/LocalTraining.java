package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.compression.UpdateBlobs;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.ControlVariates;
import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.PersonalLayers;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Seconds;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member's learner at work on heads that lie on its disk. Remembers the last update, so that a
 * call that comes again because only the way to the coordinator broke off is answered without
 * training twice. Not thread-safe.
 */
public final class LocalTraining {
  private static final int DELIVERIES = 3;

  private final NodeId self;
  private final Learner learner;
  private final CompressionSpec compression;
  private final PayloadBlobs payloads;
  private final UpdateBlobs updates;
  private final MemberMemory memory;
  private @Nullable Clock clock;
  private @Nullable Answer last;

  private record Trained(LocalUpdate update, @Nullable Double seconds) {}

  /**
   * An update on disk, and the call that it answers.
   *
   * @param trainSeconds how long it took to learn; null if nobody measured it
   */
  record Answer(
      RoundManifest manifest, LocalUpdate update, Sha256 sha, @Nullable Double trainSeconds) {

    /**
     * Brings the update to the coordinator and submits it; brings it anew where it was gone by
     * then, as something that was sent before and came late can take its place.
     */
    Receipt deliver(Coordination coordination, Poll member) {
      Receipt receipt = deliverOnce(coordination, member);
      for (int again = 1; again < DELIVERIES && isGone(receipt); again++) {
        receipt = deliverOnce(coordination, member);
      }
      return receipt;
    }

    private Receipt deliverOnce(Coordination coordination, Poll member) {
      coordination.upload(member, sha);
      return coordination.submit(submission(member.node()));
    }

    private static boolean isGone(Receipt receipt) {
      return receipt instanceof Receipt.Refused refused
          && refused.type() == ProblemType.BLOB_NOT_FOUND;
    }

    Submission submission(NodeId self) {
      return new Submission(
          self,
          manifest.round(),
          manifest.epoch(),
          sha,
          update.examples(),
          update.trainLoss(),
          update.steps(),
          trainSeconds);
    }
  }

  private LocalTraining(
      Learner learner, CompressionSpec compression, BlobStore blobs, MemberMemory memory) {
    this.self = memory.node();
    this.learner = learner;
    this.compression = compression;
    this.payloads = new PayloadBlobs(blobs);
    this.updates = new UpdateBlobs(blobs, compression);
    this.memory = memory;
  }

  /**
   * @param compression of the group's updates
   * @return null without a learner
   */
  public static @Nullable LocalTraining of(
      @Nullable Learner learner,
      CompressionSpec compression,
      BlobStore blobs,
      MemberMemory memory) {
    return learner == null ? null : new LocalTraining(learner, compression, blobs, memory);
  }

  /** From here on, answers say how long learning took by this clock. */
  public LocalTraining timedBy(Clock measure) {
    clock = requireNonNull(measure, "measure");
    return this;
  }

  /** What this learner remembers, of which only some waits for the end of a round. */
  MemberMemory memory() {
    return memory;
  }

  Answer answer(RoundManifest manifest, Cancellation stop) {
    requireCompression(manifest);
    Answer before = last;
    Trained trained =
        before != null && before.manifest().equals(manifest)
            ? new Trained(before.update(), before.trainSeconds())
            : train(manifest, stop);
    LocalUpdate update = trained.update();
    Sha256 sha = put(manifest, update.delta());
    Answer answer = new Answer(manifest, update, sha, trained.seconds());
    memory.offer(manifest, update.memory());
    last = answer;
    return answer;
  }

  /** An older coordinator asks for plain updates, whatever the group agreed on. */
  private void requireCompression(RoundManifest manifest) {
    if (!manifest.compression().equals(compression)) {
      throw new WrongCompressionException(manifest.compression(), compression);
    }
  }

  private Sha256 put(RoundManifest manifest, Payload delta) {
    int participant = manifest.asked().indexOf(self);
    long seed = Assignment.rounding(manifest.plan(), manifest.round(), participant);
    PayloadBlobs.Put put;
    try {
      put = updates.put(delta, seed);
    } catch (IllegalArgumentException e) {
      throw DivergedException.tooLarge(e);
    }
    if (put instanceof PayloadBlobs.Put.NonFinite found) {
      throw DivergedException.inUpdate(found.tensor());
    }
    return ((PayloadBlobs.Put.Stored) put).sha();
  }

  Evaluation score(Head head) {
    Payload whole = PersonalLayers.beside(load(head.sha(), Set.of()), memory.payload());
    return learner.evaluate(whole, Split.HOLDOUT);
  }

  private Trained train(RoundManifest manifest, Cancellation stop) {
    int participant = manifest.asked().indexOf(self);
    StrategySpec strategy = manifest.strategy().local();
    Payload head = load(manifest.head().sha(), ControlVariates.sections(strategy));
    TrainingSpec plan = manifest.plan().inRound(manifest.head().version() + 1);
    Assignment work =
        new Assignment(head, plan, strategy, manifest.round(), participant, memory.payload());
    Clock measure = clock;
    if (measure == null) {
      return new Trained(learner.learn(work, stop), null);
    }
    Instant start = measure.instant();
    LocalUpdate update = learner.learn(work, stop);
    return new Trained(update, Seconds.of(Duration.between(start, measure.instant())));
  }

  private Payload load(Sha256 sha, Set<String> beside) {
    return payloads
        .sections(sha, PayloadLayout.ofModel(learner.offer().layout(), beside))
        .orElseThrow(() -> new MissingBlobException(sha));
  }
}
