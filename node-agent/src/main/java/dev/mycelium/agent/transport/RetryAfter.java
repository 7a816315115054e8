package dev.mycelium.agent.transport;

import dev.mycelium.wire.problem.ProblemType;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The header that says when a request that was put off may be made again: whole seconds, as RFC
 * 9110, section 10.2.3 has them.
 */
final class RetryAfter {
  static final String HEADER = "Retry-After";
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration FULL = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private RetryAfter() {}

  /** What to tell with a problem that passes; empty with all others. */
  static Optional<String> of(ProblemType type) {
    Duration pause =
        switch (type) {
          case RATE_LIMITED, UNAVAILABLE -> BUSY;
          case STORAGE_FULL -> FULL;
          default -> Duration.ZERO;
        };
    return pause.isZero() ? Optional.empty() : Optional.of(String.valueOf(pause.toSeconds()));
  }

  /** What was told, a minute at most; empty where nothing was. */
  static Optional<Duration> of(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue(HEADER)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(told -> told.compareTo(LONGEST) > 0 ? LONGEST : told);
  }
}
