package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;
import java.time.Duration;

/** The registry has as much in hand as it can hold. */
final class OverloadedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private OverloadedException(String detail, Duration pause) {
    super(ProblemType.UNAVAILABLE, detail);
    retryAfter(pause);
  }

  static OverloadedException busy(int limit) {
    return new OverloadedException(
        "requests in progress: %d (expected: fewer)".formatted(limit), Duration.ofSeconds(1));
  }

  static OverloadedException tight(int limit) {
    return new OverloadedException(
        "memory: short, requests in progress: %d (expected: fewer)".formatted(limit),
        Duration.ofSeconds(5));
  }
}
