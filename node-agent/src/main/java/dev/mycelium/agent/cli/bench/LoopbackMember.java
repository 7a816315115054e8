package dev.mycelium.agent.cli.bench;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.Coordination;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;

/** A member that draws its update in place of training. Confined to one thread at a time. */
final class LoopbackMember implements AutoCloseable {
  private final NodeId self;
  private final Coordination way;
  private final BlobStore blobs;
  private final int numbers;
  private @Nullable Sha256 held;
  private long committed = -1;
  private long answered;

  LoopbackMember(NodeId self, Coordination way, BlobStore blobs, int numbers) {
    this.self = self;
    this.way = way;
    this.blobs = blobs;
    this.numbers = numbers;
  }

  /**
   * One round, until the head that comes of it is here.
   *
   * @param ready passed when all updates lie on their members' disks
   */
  void round(CyclicBarrier ready) {
    RoundManifest manifest = call();
    Sha256 update = drawn(manifest);
    await(ready);
    way.upload(poll(answered), update);
    Receipt receipt =
        way.submit(new Submission(self, manifest.round(), manifest.epoch(), update, 100, 0.5, 1));
    if (receipt instanceof Receipt.Refused refused) {
      throw new IllegalStateException(refused.reason());
    }
    answered = manifest.round();
    while (committed <= manifest.head().version()) {
      take(way.poll(poll(Long.MAX_VALUE)));
    }
    blobs.delete(update);
  }

  private RoundManifest call() {
    while (true) {
      Optional<RoundStatus> status = way.poll(poll(answered));
      take(status);
      if (status.isPresent() && status.get().manifest() != null) {
        return requireNonNull(status.get().manifest());
      }
    }
  }

  private void take(Optional<RoundStatus> status) {
    if (status.isEmpty()) {
      return;
    }
    Head candidate = status.get().candidate();
    if (candidate != null) {
      hold(candidate);
    }
    Head head = status.get().head();
    if (head != null && head.version() > committed) {
      hold(head);
      committed = head.version();
    }
  }

  private void hold(Head head) {
    Sha256 before = held;
    if (!head.sha().equals(before)) {
      way.fetch(head.sha());
      held = head.sha();
      if (before != null) {
        blobs.delete(before);
      }
    }
  }

  private Sha256 drawn(RoundManifest manifest) {
    long seed = self.value().hashCode() * 1_000_003L + manifest.round();
    PayloadValues update = PayloadValues.of(Map.of("model", SomeNumbers.of(numbers, 0.01, seed)));
    return ((PayloadBlobs.Put.Stored) new PayloadBlobs(blobs).putFinite(update)).sha();
  }

  private Poll poll(long after) {
    return new Poll(self, after, held, committed, true);
  }

  private static void await(CyclicBarrier ready) {
    try {
      int unused = ready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("another member failed", e);
    }
  }

  @Override
  public void close() {
    way.close();
  }
}
