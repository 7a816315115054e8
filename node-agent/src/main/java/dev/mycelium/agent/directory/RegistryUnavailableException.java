package dev.mycelium.agent.directory;

import dev.mycelium.agent.outbound.HeldBackException;
import java.net.URI;

/** The registry did not answer, or answered that it can't at the moment. */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the registry was not even asked, because it kept failing. */
  public boolean isHeldBack() {
    return getCause() instanceof HeldBackException;
  }

  static RegistryUnavailableException heldBack(URI registry, HeldBackException cause) {
    return new RegistryUnavailableException(
        "registry: %s is %s".formatted(registry, cause.getMessage()), cause);
  }

  public static RegistryUnavailableException of(URI registry, Throwable cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new RegistryUnavailableException(
        "registry: %s does not answer (%s)".formatted(registry, reason), cause);
  }

  static RegistryUnavailableException status(URI registry, int status) {
    return new RegistryUnavailableException(
        "registry: %s answered %d (expected: it to be ready)".formatted(registry, status),
        new IllegalStateException("HTTP " + status));
  }
}
