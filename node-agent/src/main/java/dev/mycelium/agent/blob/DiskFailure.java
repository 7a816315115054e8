package dev.mycelium.agent.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Failures of this node's disk as callers see them: one that is full is told apart. */
public final class DiskFailure {
  private DiskFailure() {}

  /** A {@link BlobRejectedException} if the disk is full; else the failure with {@code what}. */
  public static RuntimeException of(IOException e, String what) {
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        reason.contains("no space left")
            || reason.contains("not enough space")
            || reason.contains("quota exceeded");
    return full
        ? BlobRejectedException.diskFull(e)
        : new UncheckedIOException(what + ": " + e.getMessage(), e);
  }
}
