package dev.mycelium.agent.directory;

import dev.mycelium.agent.outbound.Circuit;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The registry did not answer, or answered that it can't at the moment. */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean heldBack;

  private RegistryUnavailableException(
      String message, @Nullable Throwable cause, boolean heldBack) {
    super(message, cause);
    this.heldBack = heldBack;
  }

  /** Whether the registry was not even asked, because it kept failing. */
  public boolean isHeldBack() {
    return heldBack;
  }

  static RegistryUnavailableException heldBack(URI registry, Circuit.State circuit) {
    return new RegistryUnavailableException(
        "registry: %s is left alone for a while after %d of %d calls failed (%s)"
            .formatted(registry, circuit.failed(), circuit.calls(), circuit.lastFailure()),
        null,
        true);
  }

  static RegistryUnavailableException of(URI registry, Throwable cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new RegistryUnavailableException(
        "registry: %s does not answer (%s)".formatted(registry, reason), cause, false);
  }

  static RegistryUnavailableException status(URI registry, int status) {
    return new RegistryUnavailableException(
        "registry: %s answered %d (expected: it to be ready)".formatted(registry, status),
        new IllegalStateException("HTTP " + status),
        false);
  }
}
