package dev.mycelium.agent.outbound;

import static java.util.Objects.requireNonNull;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes calls that may be made again up to {@value #ATTEMPTS} times. Each pause is drawn from half
 * to one and a half of its length, so that many callers do not return at the same moment, and the
 * second is twice as long as the first. A pause ends at once when this is closed or the thread is
 * interrupted: then the last failure is the caller's. Thread-safe.
 */
public final class Retries implements AutoCloseable {
  public static final int ATTEMPTS = 3;
  public static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final Retry retry;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param helps whether another attempt may do better than one that failed so
   */
  public Retries(String name, Duration firstPause, Predicate<Throwable> helps) {
    retry =
        Retry.of(
            requireNonNull(name, "name"),
            RetryConfig.custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(firstPause, 2.0, 0.5))
                .retryOnException(requireNonNull(helps, "helps"))
                .build());
  }

  /** What the first attempt that succeeds returns; else the last one's exception is thrown. */
  public <T> T call(Supplier<T> attempt) {
    Retry.AsyncContext<T> attempts = retry.asyncContext();
    while (true) {
      try {
        T answer = attempt.get();
        attempts.onComplete();
        return answer;
      } catch (RuntimeException e) {
        long pause = attempts.onError(e);
        if (pause < 0 || isEndedWithin(Duration.ofMillis(pause))) {
          throw e;
        }
      }
    }
  }

  /**
   * Pauses; true if that ended because this was closed or the thread interrupted. Resilience4j's
   * own pause is a sleep that nobody but the thread's interrupter can end.
   */
  public boolean isEndedWithin(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Ends every pause; from now on each call is made once. */
  @Override
  public void close() {
    closed.countDown();
  }
}
