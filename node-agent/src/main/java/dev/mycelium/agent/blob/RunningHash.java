package dev.mycelium.agent.blob;

import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The hash of an upload as far as this process received it, so that its end need not be waited for
 * to begin with hashing. Guarded by whoever has claimed the upload.
 */
final class RunningHash {
  private final MessageDigest digest = BlobFiles.newDigest();
  private long bytes;

  /** Bytes that were hashed, from the first one on. */
  long bytes() {
    return bytes;
  }

  /** Hashes what was written to {@code out}, after it was. */
  OutputStream over(OutputStream out) {
    return new DigestOutputStream(out, digest) {
      @Override
      public void write(byte[] values, int offset, int length) throws IOException {
        super.write(values, offset, length);
        bytes += length;
      }
    };
  }

  /** Of a file of this size, all of which was hashed; empty if it was not. Ends the hashing. */
  Optional<Sha256> of(long size) {
    return bytes == size ? Optional.of(BlobFiles.hash(digest)) : Optional.empty();
  }
}
