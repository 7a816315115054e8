package dev.mycelium.agent.outbound;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.time.SteadyClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls to one other machine. When at least half of the last {@value #WINDOW} failed, and there
 * were {@value #LEAST_CALLS}, calls fail at once for {@link #PAUSE}; then a few are tried.
 * Thread-safe.
 */
public final class Circuit {
  public static final Duration PAUSE = Duration.ofSeconds(2);
  static final int WINDOW = 20;
  static final int LEAST_CALLS = 10;
  private static final int TRIED = 3;

  private final CircuitBreaker breaker;
  private volatile @Nullable String lastFailure;

  /**
   * A circuit as {@code status} shows it.
   *
   * @param state closed: calls pass; open: they fail at once; half_open: a few are tried
   * @param failed of the last calls
   * @param lastFailure why the last failed call failed; null if none has
   */
  public record State(
      @JsonProperty("name") String name,
      @JsonProperty("state") String state,
      @JsonProperty("calls") int calls,
      @JsonProperty("failed") int failed,
      @JsonProperty("last_failure") @Nullable String lastFailure) {}

  public Circuit(String name) {
    this(name, new SteadyClock(Clock.systemUTC().instant(), System::nanoTime));
  }

  Circuit(String name, Clock clock) {
    breaker =
        CircuitBreaker.of(
            requireNonNull(name, "name"),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(LEAST_CALLS)
                .waitDurationInOpenState(PAUSE)
                .clock(clock)
                .permittedNumberOfCallsInHalfOpenState(TRIED)
                .build());
  }

  /** False if the call should not be made now; after true, one of the three below must follow. */
  public boolean mayCall() {
    return breaker.tryAcquirePermission();
  }

  public void succeeded(Duration took) {
    breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
  }

  public void failed(Duration took, Throwable cause) {
    lastFailure = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, cause);
  }

  /** The caller lost interest, which says nothing of the other side. */
  public void abandoned() {
    breaker.releasePermission();
  }

  public State state() {
    CircuitBreaker.Metrics metrics = breaker.getMetrics();
    return new State(
        breaker.getName(),
        breaker.getState().name().toLowerCase(Locale.ROOT),
        metrics.getNumberOfBufferedCalls(),
        metrics.getNumberOfFailedCalls(),
        lastFailure);
  }
}
