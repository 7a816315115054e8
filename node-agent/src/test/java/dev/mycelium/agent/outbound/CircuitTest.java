package dev.mycelium.agent.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final Duration TOOK = Duration.ofMillis(1);
  private static final RuntimeException FAILURE = new IllegalStateException("no answer");

  private static final Predicate<RuntimeException> THEIRS = IllegalStateException.class::isInstance;

  private final MovedClock clock = new MovedClock();
  private final Circuit circuit = new Circuit("there", clock);

  @Test
  void letsCallsPassWhileFewFail() {
    fail(Circuit.LEAST_CALLS - 1);

    assertThat(circuit.mayCall()).isTrue();
    assertThat(circuit.state())
        .isEqualTo(
            new Circuit.State(
                "there", "closed", Circuit.LEAST_CALLS - 1, Circuit.LEAST_CALLS - 1, "no answer"));
  }

  @Test
  void holdsCallsBackOnceHalfOfThemFailed() {
    succeed(Circuit.LEAST_CALLS / 2);
    fail(Circuit.LEAST_CALLS / 2);

    assertThat(circuit.mayCall()).isFalse();
    assertThat(circuit.state().state()).isEqualTo("open");
  }

  @Test
  void triesAFewAfterThePauseAndClosesWhenTheySucceed() {
    fail(Circuit.LEAST_CALLS);
    clock.now = clock.now.plus(Circuit.PAUSE).plusMillis(1);

    assertThat(circuit.mayCall()).isTrue();
    assertThat(circuit.mayCall()).isTrue();
    assertThat(circuit.mayCall()).isTrue();
    assertThat(circuit.mayCall()).isFalse();
    assertThat(circuit.state().state()).isEqualTo("half_open");

    for (int i = 0; i < 3; i++) {
      circuit.succeeded(TOOK);
    }
    assertThat(circuit.state().state()).isEqualTo("closed");
  }

  @Test
  void learnsNothingFromACallThatWasAbandoned() {
    for (int i = 0; i < Circuit.WINDOW; i++) {
      assertThat(circuit.mayCall()).isTrue();
      circuit.abandoned();
    }

    assertThat(circuit.state().calls()).isZero();
  }

  @Test
  void mindsNoCallThatTakesLong() {
    for (int i = 0; i < Circuit.WINDOW; i++) {
      assertThat(circuit.mayCall()).isTrue();
      circuit.succeeded(Duration.ofMinutes(10));
    }

    assertThat(circuit.state().state()).isEqualTo("closed");
  }

  @Test
  void countsWhatCallsCameTo() {
    assertThat(circuit.call(() -> "answer", THEIRS)).isEqualTo("answer");
    assertThatThrownBy(() -> circuit.call(CircuitTest::failing, THEIRS)).isSameAs(FAILURE);

    assertThat(circuit.state()).isEqualTo(new Circuit.State("there", "closed", 2, 1, "no answer"));
  }

  @Test
  void makesNoCallWhileItIsOpen() {
    fail(Circuit.LEAST_CALLS);

    assertThatThrownBy(() -> circuit.call(() -> "answer", THEIRS))
        .isInstanceOf(HeldBackException.class)
        .hasMessage("left alone for a while after 10 of 10 calls failed (no answer)");
  }

  @Test
  void learnsNothingFromCallersThatLostInterest() {
    RuntimeException cancelled = new IllegalStateException(new CancellationException());
    assertThatThrownBy(
            () ->
                circuit.call(
                    () -> {
                      throw cancelled;
                    },
                    THEIRS))
        .isSameAs(cancelled);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> circuit.call(CircuitTest::failing, THEIRS)).isSameAs(FAILURE);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(circuit.state().calls()).isZero();
  }

  @Test
  void learnsNothingFromFailuresOfTheCallersOwn() {
    for (int i = 0; i < Circuit.WINDOW; i++) {
      assertThatThrownBy(() -> circuit.call(CircuitTest::unwritten, THEIRS))
          .isInstanceOf(UncheckedIOException.class);
    }

    assertThat(circuit.state()).isEqualTo(new Circuit.State("there", "closed", 0, 0, null));
  }

  /** Else the few calls that are tried after a rest would be used up, and none ever made again. */
  @Test
  void triesAgainAfterAnErrorOfThisProcess() {
    fail(Circuit.LEAST_CALLS);
    clock.now = clock.now.plus(Circuit.PAUSE).plusMillis(1);

    for (int i = 0; i < Circuit.WINDOW; i++) {
      assertThatThrownBy(
              () ->
                  circuit.call(
                      () -> {
                        throw new OutOfMemoryError("drawn up");
                      },
                      THEIRS))
          .isInstanceOf(OutOfMemoryError.class);
    }
  }

  private static Object unwritten() {
    throw new UncheckedIOException(new IOException("Input/output error"));
  }

  private static Object failing() {
    throw FAILURE;
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(circuit.mayCall()).isTrue();
      circuit.failed(TOOK, FAILURE);
    }
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(circuit.mayCall()).isTrue();
      circuit.succeeded(TOOK);
    }
  }

  private static final class MovedClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
