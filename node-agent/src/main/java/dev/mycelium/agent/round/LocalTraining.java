package dev.mycelium.agent.round;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.ControlVariates;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member's learner at work on heads that lie on its disk. Remembers the last update, so that a
 * call that comes again because only the way to the coordinator broke off is answered without
 * training twice. Not thread-safe.
 */
public final class LocalTraining {
  private final NodeId self;
  private final Learner learner;
  private final PayloadBlobs payloads;
  private final MemberMemory memory;
  private @Nullable Answer last;

  /** An update on disk, and the call that it answers. */
  record Answer(RoundManifest manifest, LocalUpdate update, Sha256 sha) {

    Submission submission(NodeId self) {
      return new Submission(
          self,
          manifest.round(),
          manifest.epoch(),
          sha,
          update.examples(),
          update.trainLoss(),
          update.steps());
    }
  }

  private LocalTraining(Learner learner, BlobStore blobs, MemberMemory memory) {
    this.self = memory.node();
    this.learner = learner;
    this.payloads = new PayloadBlobs(blobs);
    this.memory = memory;
  }

  /**
   * @return null without a learner
   */
  public static @Nullable LocalTraining of(
      @Nullable Learner learner, BlobStore blobs, MemberMemory memory) {
    return learner == null ? null : new LocalTraining(learner, blobs, memory);
  }

  /** What this learner remembers, of which only some waits for the end of a round. */
  MemberMemory memory() {
    return memory;
  }

  Answer answer(RoundManifest manifest, Cancellation stop) {
    Answer before = last;
    LocalUpdate update =
        before != null && before.manifest().equals(manifest)
            ? before.update()
            : train(manifest, stop);
    Answer answer = new Answer(manifest, update, payloads.put(update.delta()));
    memory.offer(manifest, update.memory());
    last = answer;
    return answer;
  }

  Evaluation score(Head head) {
    return learner.evaluate(load(head.sha(), Set.of()), Split.HOLDOUT);
  }

  private LocalUpdate train(RoundManifest manifest, Cancellation stop) {
    int participant = manifest.asked().indexOf(self);
    StrategySpec strategy = manifest.strategy().local();
    Payload head = load(manifest.head().sha(), ControlVariates.sections(strategy));
    TrainingSpec plan = manifest.plan().inRound(manifest.head().version() + 1);
    return learner.learn(
        new Assignment(head, plan, strategy, manifest.round(), participant, memory.payload()),
        stop);
  }

  private Payload load(Sha256 sha, Set<String> beside) {
    return payloads
        .sections(sha, PayloadLayout.ofModel(learner.offer().layout(), beside))
        .orElseThrow(() -> new MissingBlobException(sha));
  }
}
