package dev.mycelium.agent.round;

import dev.mycelium.agent.learning.PublicCause;
import dev.mycelium.wire.group.CompressionSpec;

/** A call to train asks for updates in other numbers than the group agreed on. */
final class WrongCompressionException extends RuntimeException implements PublicCause {
  private static final long serialVersionUID = 1L;

  WrongCompressionException(CompressionSpec asked, CompressionSpec agreed) {
    super(
        "compression: %s (expected: %s, the group's; does an older release coordinate?)"
            .formatted(asked, agreed));
  }

  @Override
  public String publicCause() {
    return String.valueOf(getMessage());
  }
}
