package dev.mycelium.agent.blob;

import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs whose content was found to be what their names say, each with its file's size and time: a
 * file that changed since then is hashed anew. Thread-safe.
 */
final class Verified {
  private static final Logger LOG = LoggerFactory.getLogger(Verified.class);

  private final BlobFiles files;
  private final Map<Sha256, Stamp> stamps = new ConcurrentHashMap<>();

  private record Stamp(long size, FileTime modified) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.size(), now.lastModifiedTime());
    }
  }

  Verified(BlobFiles files) {
    this.files = files;
  }

  /** False also if the file is gone. */
  boolean isStillSo(Sha256 sha) {
    Stamp then = stamps.get(sha);
    try {
      return then != null && then.equals(Stamp.of(files.blob(sha)));
    } catch (IOException gone) {
      return false;
    }
  }

  void note(Sha256 sha) throws IOException {
    stamps.put(sha, Stamp.of(files.blob(sha)));
  }

  /** Whether the content is right; hashes it unless nothing has changed since the last time. */
  boolean check(Sha256 sha) {
    try {
      if (isStillSo(sha)) {
        return true;
      }
      if (BlobFiles.hash(files.blob(sha)).equals(sha)) {
        note(sha);
        return true;
      }
      LOG.warn("blob={} damaged at rest", sha);
    } catch (NoSuchFileException e) {
      LOG.warn("blob={} vanished from the disk", sha);
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    }
    return false;
  }

  void forget(Sha256 sha) {
    stamps.remove(sha);
  }
}
