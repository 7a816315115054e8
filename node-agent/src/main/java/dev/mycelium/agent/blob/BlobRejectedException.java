package dev.mycelium.agent.blob;

import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store did not take a blob; nothing of the blob was added by the call that failed so. */
public final class BlobRejectedException extends ProblemException {
  private static final long serialVersionUID = 1L;

  private BlobRejectedException(ProblemType type, String message, @Nullable Throwable cause) {
    super(type, message, cause);
  }

  static BlobRejectedException hashMismatch(Sha256 actual, Sha256 expected) {
    return of(ProblemType.HASH_MISMATCH, "sha: %s (expected: %s)".formatted(actual, expected));
  }

  static BlobRejectedException tooLarge(long bytes, long most) {
    return of(
        ProblemType.BODY_TOO_LARGE,
        "blob: at least %d bytes (expected: at most %d)".formatted(bytes, most));
  }

  static BlobRejectedException storageFull(long bytes, long most) {
    return of(
        ProblemType.STORAGE_FULL,
        "blobs together: %d bytes (expected: at most %d, which --max-disk says)"
            .formatted(bytes, most));
  }

  static BlobRejectedException diskFull(IOException cause) {
    return new BlobRejectedException(
        ProblemType.STORAGE_FULL,
        "disk: " + cause.getMessage() + " (expected: room for the blob)",
        cause);
  }

  static BlobRejectedException wrongOffset(long offset, long expected) {
    return of(ProblemType.UPLOAD_OFFSET, "offset: %d (expected: %d)".formatted(offset, expected));
  }

  static BlobRejectedException alreadyArriving(Sha256 sha) {
    return of(
        ProblemType.UNAVAILABLE,
        "upload of %s: under way (expected: one at a time)".formatted(sha.abbreviated()));
  }

  static BlobRejectedException notFound(Sha256 sha) {
    return of(ProblemType.BLOB_NOT_FOUND, "blob: %s (expected: one that is held)".formatted(sha));
  }

  private static BlobRejectedException of(ProblemType type, String message) {
    return new BlobRejectedException(type, message, null);
  }
}
