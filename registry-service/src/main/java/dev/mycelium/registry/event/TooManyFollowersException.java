package dev.mycelium.registry.event;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;
import java.time.Duration;

/** As many follow the log as the registry has threads for. */
final class TooManyFollowersException extends RegistryException {
  private static final long serialVersionUID = 1L;
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private TooManyFollowersException(int most) {
    super(
        ProblemType.UNAVAILABLE, "connections: all %d taken (expected: one free)".formatted(most));
    member("limit", most);
    retryAfter(PAUSE);
  }

  static TooManyFollowersException of(int most) {
    return new TooManyFollowersException(most);
  }
}
