package dev.mycelium.agent.blob;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Blobs in a directory, named by the SHA-256 of their content.
 *
 * <ul>
 *   <li>A blob is whole or absent: it gets its name only after its content was written, hashed and
 *       synced. What a call returned survives {@code kill -9} and a loss of power.
 *   <li>The first read of a blob after a start, or after its file changed, hashes it again; one
 *       that was damaged at rest is removed and is absent from then on.
 *   <li>Size is bounded, for one blob and for all, uploads that are under way included.
 * </ul>
 *
 * Safe to share between threads; one process per directory. Failures of the disk, and of a stream
 * that a caller passed, are {@link UncheckedIOException}s; a disk or a store without room is a
 * {@link BlobRejectedException}.
 */
public final class BlobStore {
  private final BlobFiles files;
  private final BlobLimits limits;
  private final UnaryOperator<WritableByteChannel> disk;
  private final Space space;
  private final Map<Sha256, Long> sizes = new ConcurrentHashMap<>();
  private final Verified verified;
  private final PartialUploads uploads;
  private volatile Set<Sha256> kept = Set.of();

  private BlobStore(BlobFiles files, BlobLimits limits, UnaryOperator<WritableByteChannel> disk) {
    this.files = files;
    this.limits = limits;
    this.disk = disk;
    this.space = new Space(limits.maxTotalBytes());
    this.verified = new Verified(files);
    this.uploads = new PartialUploads(files, limits, space, disk);
  }

  /** Opens the store in {@code directory}, which is made if it is missing. */
  public static BlobStore open(Path directory, BlobLimits limits) {
    return open(directory, limits, Durability.POWER_LOSS);
  }

  public static BlobStore open(Path directory, BlobLimits limits, Durability durability) {
    return open(directory, limits, durability, UnaryOperator.identity());
  }

  /** With a wrapper of each file that is written to; a test lets it fail. */
  static BlobStore open(
      Path directory,
      BlobLimits limits,
      Durability durability,
      UnaryOperator<WritableByteChannel> disk) {
    requireNonNull(limits, "limits");
    try {
      BlobStore store = new BlobStore(BlobFiles.open(directory, durability), limits, disk);
      store.sizes.putAll(store.files.blobs());
      store.sizes.values().forEach(store.space::occupy);
      store.files.partialUploads().values().forEach(store.space::occupy);
      return store;
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    }
  }

  /** Stores what {@code content} writes, under its hash. */
  public Sha256 put(BlobWriter content) {
    return put(content, Optional.empty());
  }

  public Sha256 put(InputStream content) {
    return put(content::transferTo);
  }

  /**
   * Stores content that must have this hash; reads nothing if the blob is already held.
   *
   * @throws BlobRejectedException with {@code HASH_MISMATCH} if it has another
   */
  public void put(Sha256 expected, InputStream content) {
    if (!contains(expected)) {
      put(content::transferTo, Optional.of(expected));
    }
  }

  private Sha256 put(BlobWriter content, Optional<Sha256> expected) {
    Path temporary = files.newTemporary();
    long taken = 0;
    try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      BlobOutput output = new BlobOutput(disk.apply(file), 0, space, limits.maxBlobBytes());
      MessageDigest digest = BlobFiles.newDigest();
      try {
        content.writeTo(new DigestOutputStream(output, digest));
      } finally {
        taken = output.taken();
      }
      Sha256 sha = BlobFiles.hash(digest);
      expected.ifPresent(wanted -> BlobFiles.requireSame(sha, wanted));
      files.durability().sync(file);
      publish(temporary, sha, taken);
      taken = 0;
      return sha;
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    } finally {
      space.giveBack(taken);
      BlobFiles.discard(temporary);
    }
  }

  /** Bytes of the blob that have arrived: its size if it is held, 0 if nothing is known of it. */
  public long offset(Sha256 sha) {
    return size(sha).orElseGet(() -> uploads.received(sha));
  }

  /**
   * Adds to an upload. What arrives before {@code content} fails is kept, so that the sender can go
   * on from {@link #offset}.
   *
   * @param offset must be {@link #offset(Sha256)}
   * @return the new offset
   * @throws BlobRejectedException with {@code UPLOAD_OFFSET}, {@code BODY_TOO_LARGE}, {@code
   *     STORAGE_FULL}, or {@code UNAVAILABLE} while another call adds to the same upload
   */
  public long append(Sha256 sha, long offset, InputStream content) {
    OptionalLong held = size(sha);
    if (held.isPresent() && held.getAsLong() != offset) {
      throw BlobRejectedException.wrongOffset(offset, held.getAsLong());
    }
    return held.isPresent() ? offset : uploads.append(sha, offset, content);
  }

  /**
   * Makes a blob of an upload; changes nothing if the blob is already held.
   *
   * @throws BlobRejectedException with {@code HASH_MISMATCH}, the upload being dropped, or {@code
   *     BLOB_NOT_FOUND} if nothing arrived
   */
  public void finish(Sha256 sha) {
    if (!contains(sha)) {
      uploads.finish(sha, this::publish);
    }
  }

  public boolean contains(Sha256 sha) {
    return size(sha).isPresent();
  }

  /** In bytes; empty if the blob is absent. */
  public OptionalLong size(Sha256 sha) {
    Long size = sizes.get(sha);
    return size != null && isIntact(sha) ? OptionalLong.of(size) : OptionalLong.empty();
  }

  /** The blob's content, which the caller closes; empty if the blob is absent. */
  public Optional<FileChannel> open(Sha256 sha) {
    if (!contains(sha)) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileChannel.open(files.blob(sha), StandardOpenOption.READ));
    } catch (NoSuchFileException deletedMeanwhile) {
      return Optional.empty();
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    }
  }

  /** From now on nothing but damage removes these; what was kept before may go again. */
  public void keep(Set<Sha256> heads) {
    kept = Set.copyOf(heads);
  }

  /** Removes the blob unless it is kept, or the upload of it that is not under way. */
  public void delete(Sha256 sha) {
    if (!kept.contains(sha)) {
      remove(sha);
    }
  }

  private synchronized void remove(Sha256 sha) {
    uploads.drop(sha);
    Long size = sizes.remove(sha);
    verified.forget(sha);
    if (size != null) {
      BlobFiles.discard(files.blob(sha));
      space.giveBack(size);
    }
  }

  /**
   * Removes every blob and every resting upload but these and those kept; one that is just put may
   * go too.
   */
  public void retainOnly(Set<Sha256> needed) {
    sizes.keySet().stream().filter(sha -> !needed.contains(sha)).forEach(this::delete);
    uploads.retainOnly(needed);
  }

  /** Bytes that there is room for. */
  public long room() {
    return Math.max(0, limits.maxTotalBytes() - totalBytes());
  }

  /** Bytes that blobs and uploads occupy. */
  public long totalBytes() {
    return space.used();
  }

  private boolean isIntact(Sha256 sha) {
    return verified.check(sha) || removeUnlessReplaced(sha);
  }

  /** A good copy may have been put while the bad one was read. */
  private synchronized boolean removeUnlessReplaced(Sha256 sha) {
    boolean replaced = verified.isStillSo(sha);
    if (!replaced) {
      remove(sha);
    }
    return replaced;
  }

  private synchronized void publish(Path file, Sha256 sha, long bytes) throws IOException {
    files.publish(file, sha);
    verified.note(sha);
    Long before = sizes.put(sha, bytes);
    space.giveBack(before == null ? 0 : before);
  }
}
