package dev.mycelium.agent.round;

import dev.mycelium.wire.round.Sha256;

/** A blob that was on disk is there no longer, or no longer whole. */
public final class MissingBlobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingBlobException(Sha256 blob) {
    super("blob: " + blob + " is missing or damaged (expected: on disk)");
  }
}
