package dev.mycelium.agent.outbound;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.time.SteadyClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls to one other machine. When at least half of the last {@value #WINDOW} failed, and there
 * were {@value #LEAST_CALLS}, calls fail at once for {@link #PAUSE}; then a few are tried. A call
 * may take as long as it likes: a long poll or a large transfer is no failure. Thread-safe.
 */
public final class Circuit {
  public static final Duration PAUSE = Duration.ofSeconds(2);
  static final int WINDOW = 20;
  static final int LEAST_CALLS = 10;
  private static final int TRIED = 3;

  /** Resilience4j counts slow calls as failed ones from a minute on, unless told otherwise. */
  private static final Duration NEVER_SLOW = Duration.ofDays(1);

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

  /** With the clock that {@link #PAUSE} is read from. */
  public Circuit(String name, Clock clock) {
    breaker =
        CircuitBreaker.of(
            requireNonNull(name, "name"),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(LEAST_CALLS)
                .waitDurationInOpenState(PAUSE)
                .slowCallDurationThreshold(NEVER_SLOW)
                .clock(clock)
                .permittedNumberOfCallsInHalfOpenState(TRIED)
                .build());
  }

  /**
   * Makes a call, unless the other side is left alone. A failure on an interrupted thread, or one
   * whose cause is a {@link CancellationException}, is the caller's loss of interest and says
   * nothing of the other side; so does an {@link Error}.
   *
   * @param theirs whether a failure is the other side's, or the way's to it; all else is the
   *     caller's own, a full disk for instance, and says nothing of the other side either
   * @throws HeldBackException if the call was not made
   */
  public <T> T call(Supplier<T> call, Predicate<? super RuntimeException> theirs) {
    if (!mayCall()) {
      throw HeldBackException.of(state());
    }
    long begin = System.nanoTime();
    try {
      T answer = call.get();
      succeeded(Duration.ofNanos(System.nanoTime() - begin));
      return answer;
    } catch (RuntimeException e) {
      if (theirs.test(e) && !isLossOfInterest(e)) {
        failed(Duration.ofNanos(System.nanoTime() - begin), e);
      } else {
        abandoned();
      }
      throw e;
    } catch (Error e) {
      abandoned();
      throw e;
    }
  }

  private static boolean isLossOfInterest(RuntimeException failure) {
    return Thread.currentThread().isInterrupted()
        || failure.getCause() instanceof CancellationException;
  }

  /** False if the call should not be made now; after true, one of the three below must follow. */
  boolean mayCall() {
    return breaker.tryAcquirePermission();
  }

  void succeeded(Duration took) {
    breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
  }

  void failed(Duration took, Throwable cause) {
    lastFailure = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, cause);
  }

  void abandoned() {
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
