package dev.mycelium.e2e;

import java.time.Duration;
import java.util.NoSuchElementException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long a test waits for what must come: far longer than it takes, as machines are shared. What
 * has arrived by half only may lack the part that a condition looks at; then it is looked at again.
 */
final class Deadline {
  private static final Duration LATEST = Duration.ofSeconds(300);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Deadline() {}

  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(LATEST)
        .pollInterval(PAUSE)
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsMatching(Deadline::isHalfArrived);
  }

  private static boolean isHalfArrived(Throwable failure) {
    return failure instanceof NullPointerException
        || failure instanceof NoSuchElementException
        || failure instanceof IndexOutOfBoundsException;
  }
}
