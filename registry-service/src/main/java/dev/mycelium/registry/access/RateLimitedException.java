package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;
import java.time.Duration;

/** One address asks more often than the registry answers one address. */
final class RateLimitedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private RateLimitedException(int perSecond) {
    super(
        ProblemType.RATE_LIMITED,
        "requests: too many from this address (expected: at most %d a second)"
            .formatted(perSecond));
    member("limit_per_second", perSecond);
    retryAfter(Duration.ofSeconds(1));
  }

  static RateLimitedException of(int perSecond) {
    return new RateLimitedException(perSecond);
  }
}
