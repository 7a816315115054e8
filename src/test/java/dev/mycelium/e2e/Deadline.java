package dev.mycelium.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * How long a test waits for what must come: far longer than it takes, as machines are shared. A
 * look that fails, because a call was put off or what it looks at has arrived by half only, is
 * taken again; the last failure is told in the end.
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
        .ignoreExceptionsMatching(failure -> !(failure instanceof ConditionTimeoutException));
  }
}
