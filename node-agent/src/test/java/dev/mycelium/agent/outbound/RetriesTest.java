package dev.mycelium.agent.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetriesTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void returnsWhatTheFirstGoodAttemptReturns() {
    assertThat(retries(SHORT).call(() -> succeedingAt(3))).isEqualTo("after 3");
    assertThat(attempts).hasValue(3);
  }

  @Test
  void throwsWhatTheLastAttemptThrew() {
    assertThatThrownBy(() -> retries(SHORT).call(() -> succeedingAt(4)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt 3");
    assertThat(attempts).hasValue(Retries.ATTEMPTS);
  }

  @Test
  void triesOnceWhereAnotherAttemptDoesNotHelp() {
    try (Retries hopeless = new Retries("there", LONG, failure -> false)) {
      assertThatThrownBy(() -> hopeless.call(() -> succeedingAt(2))).hasMessage("attempt 1");
    }
    assertThat(attempts).hasValue(1);
  }

  @Test
  void endsAPauseWhenItIsClosed() {
    Retries patient = retries(LONG);
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> patient.call(() -> succeedingAt(2)))
                    .hasMessage("attempt 1"));

    patient.close();

    assertThat(ended).succeedsWithin(60, TimeUnit.SECONDS);
  }

  @Test
  void endsAPauseWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> retries(LONG).call(() -> succeedingAt(2))).hasMessage("attempt 1");

    assertThat(Thread.interrupted()).isTrue();
  }

  private static Retries retries(Duration firstPause) {
    return new Retries("there", firstPause, IllegalStateException.class::isInstance);
  }

  private String succeedingAt(int attempt) {
    int now = attempts.incrementAndGet();
    if (now < attempt) {
      throw new IllegalStateException("attempt " + now);
    }
    return "after " + now;
  }
}
