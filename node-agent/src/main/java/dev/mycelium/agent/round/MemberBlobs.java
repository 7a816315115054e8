package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blobs that a member keeps: the newest head, a candidate, its group's best head and the update
 * that it trained last. What takes one's place deletes it, unless somebody else on this node needs
 * it. Confined to one thread.
 */
final class MemberBlobs {
  private final BlobStore blobs;
  private final Supplier<Set<Sha256>> pinned;
  private @Nullable Sha256 committed;
  private @Nullable Sha256 held;
  private @Nullable Sha256 best;
  private @Nullable Sha256 update;

  MemberBlobs(BlobStore blobs, Supplier<Set<Sha256>> pinned) {
    this.blobs = requireNonNull(blobs, "blobs");
    this.pinned = requireNonNull(pinned, "pinned");
  }

  boolean contains(Sha256 blob) {
    return blobs.contains(blob);
  }

  /** The newest head or candidate that lies here. */
  @Nullable Sha256 held() {
    return held;
  }

  void hold(Sha256 blob) {
    Sha256 before = held;
    held = blob;
    drop(before);
  }

  /** The head is committed: what came before it, and the update that it may be made of, can go. */
  void commit(Head head) {
    Sha256 before = committed;
    committed = head.sha();
    drop(before);
    train(null);
  }

  /** Outlives its successors from now on; whatever did before does not. */
  void keep(Sha256 blob) {
    Sha256 before = best;
    best = blob;
    drop(before);
  }

  /** The update that was trained last. */
  void train(@Nullable Sha256 blob) {
    Sha256 before = update;
    update = blob;
    drop(before);
  }

  private void drop(@Nullable Sha256 blob) {
    if (blob == null || pinned.get().contains(blob)) {
      return;
    }
    boolean needed =
        blob.equals(committed) || blob.equals(held) || blob.equals(best) || blob.equals(update);
    if (!needed) {
      blobs.delete(blob);
    }
  }
}
