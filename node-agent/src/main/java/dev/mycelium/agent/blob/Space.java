package dev.mycelium.agent.blob;

/** Bytes that a store occupies, and its bound. Thread-safe. */
final class Space {
  private final long most;
  private long used;

  Space(long most) {
    this.most = most;
  }

  synchronized void take(long bytes) {
    if (bytes > most - used) {
      throw BlobRejectedException.storageFull(used + bytes, most);
    }
    used += bytes;
  }

  /** Counts bytes that lie there already, even beyond the bound. */
  synchronized void occupy(long bytes) {
    used += bytes;
  }

  synchronized void giveBack(long bytes) {
    used -= bytes;
  }

  synchronized long used() {
    return used;
  }
}
