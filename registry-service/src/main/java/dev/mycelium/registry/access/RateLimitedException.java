package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;
import java.time.Duration;

/** One address asks more often than the registry answers one address. */
final class RateLimitedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private RateLimitedException(String detail) {
    super(ProblemType.RATE_LIMITED, detail);
    retryAfter(Duration.ofSeconds(1));
  }

  static RateLimitedException of(int perSecond) {
    RateLimitedException refusal =
        new RateLimitedException(
            "requests: too many from this address (expected: at most %d a second)"
                .formatted(perSecond));
    refusal.member("limit_per_second", perSecond);
    return refusal;
  }

  static RateLimitedException inProgress(int most) {
    return new RateLimitedException(
        "requests in progress: too many from this address (expected: at most %d)".formatted(most));
  }
}
