package dev.mycelium.agent.blob;

import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Uploads that arrive in pieces, over several connections or several lives of the process. One call
 * at a time works on an upload; others are turned away rather than kept waiting for a slow sender.
 */
final class PartialUploads {
  private final BlobFiles files;
  private final BlobLimits limits;
  private final Space space;
  private final UnaryOperator<WritableByteChannel> disk;
  private final Set<Sha256> busy = ConcurrentHashMap.newKeySet();
  private final Map<Sha256, RunningHash> hashes = new ConcurrentHashMap<>();

  PartialUploads(
      BlobFiles files, BlobLimits limits, Space space, UnaryOperator<WritableByteChannel> disk) {
    this.files = files;
    this.limits = limits;
    this.space = space;
    this.disk = disk;
  }

  long received(Sha256 sha) {
    try {
      return Files.size(files.partial(sha));
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    }
  }

  long append(Sha256 sha, long offset, InputStream content) {
    claim(sha);
    try {
      long received = received(sha);
      if (received != offset) {
        throw BlobRejectedException.wrongOffset(offset, received);
      }
      RunningHash hash = running(sha, offset);
      return append(files.partial(sha), offset, out -> content.transferTo(hash.over(out)));
    } catch (RuntimeException e) {
      forgetIfEmpty(sha);
      throw e;
    } finally {
      busy.remove(sha);
    }
  }

  /** Of an upload that broke off before its first byte nothing stays: nobody would look for it. */
  private void forgetIfEmpty(Sha256 sha) {
    if (received(sha) == 0) {
      hashes.remove(sha);
      BlobFiles.discard(files.partial(sha));
    }
  }

  /** What a process before this one received is hashed at the end, with all that follows. */
  private RunningHash running(Sha256 sha, long offset) {
    RunningHash known = hashes.get(sha);
    if (known != null && known.bytes() == offset) {
      return known;
    }
    RunningHash begun = new RunningHash();
    if (offset == 0) {
      hashes.put(sha, begun);
    } else {
      hashes.remove(sha);
    }
    return begun;
  }

  private long append(Path part, long offset, BlobWriter content) {
    try (FileChannel file =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      BlobOutput output = new BlobOutput(disk.apply(file), offset, space, limits.maxBlobBytes());
      try {
        content.writeTo(output);
        return offset + output.taken();
      } finally {
        space.giveBack(offset + output.taken() - file.size());
      }
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    }
  }

  void finish(Sha256 sha, Publication publication) {
    claim(sha);
    try {
      Path part = files.partial(sha);
      long bytes = Files.size(part);
      Sha256 actual = hash(sha, part, bytes);
      if (!actual.equals(sha)) {
        remove(sha);
        throw BlobRejectedException.hashMismatch(actual, sha);
      }
      files.sync(part);
      publication.publish(part, sha, bytes);
    } catch (NoSuchFileException e) {
      throw BlobRejectedException.notFound(sha);
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    } finally {
      busy.remove(sha);
    }
  }

  private Sha256 hash(Sha256 sha, Path part, long bytes) throws IOException {
    Optional<Sha256> hashed =
        Optional.ofNullable(hashes.remove(sha)).flatMap(hash -> hash.of(bytes));
    return hashed.isPresent() ? hashed.get() : BlobFiles.hash(part);
  }

  /** Forgets the upload unless a call works on it. */
  void drop(Sha256 sha) {
    if (busy.add(sha)) {
      try {
        remove(sha);
      } catch (IOException e) {
        throw BlobFiles.failure(e);
      } finally {
        busy.remove(sha);
      }
    }
  }

  void retainOnly(Set<Sha256> kept) {
    try {
      files.partialUploads().keySet().stream()
          .filter(sha -> !kept.contains(sha))
          .forEach(this::drop);
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    }
  }

  private void remove(Sha256 sha) throws IOException {
    hashes.remove(sha);
    long bytes = received(sha);
    if (Files.deleteIfExists(files.partial(sha))) {
      space.giveBack(bytes);
    }
  }

  private void claim(Sha256 sha) {
    if (!busy.add(sha)) {
      throw BlobRejectedException.alreadyArriving(sha);
    }
  }

  /** What makes a blob of a whole, verified and synced file. */
  @FunctionalInterface
  interface Publication {
    void publish(Path file, Sha256 sha, long bytes) throws IOException;
  }
}
