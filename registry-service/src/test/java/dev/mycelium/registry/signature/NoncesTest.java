package dev.mycelium.registry.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.ManualClock;
import dev.mycelium.registry.signature.Nonces.Use;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private final ManualClock clock = new ManualClock();
  private final Nonces nonces = new Nonces(clock);
  private final Instant start = clock.instant();

  @BeforeEach
  void runForAWhile() {
    clock.advance(Duration.ofMinutes(10));
  }

  @Test
  void takesANonceOfAKeyOnce() {
    Instant now = clock.instant();

    assertThat(nonces.use("a", "1", now)).isEqualTo(Use.FIRST);
    assertThat(nonces.use("a", "1", now.plusSeconds(1))).isEqualTo(Use.AGAIN);
    assertThat(nonces.use("b", "1", now)).isEqualTo(Use.FIRST);
    assertThat(nonces.use("a", "2", now)).isEqualTo(Use.FIRST);
  }

  @Test
  void takesNothingFromBeforeItsStart() {
    assertThat(nonces.use("a", "1", start.minusSeconds(1))).isEqualTo(Use.TOO_OLD);
    assertThat(nonces.use("a", "2", start)).isEqualTo(Use.FIRST);
  }

  @Test
  void forgetsNothingThatIsStillTimely() {
    Instant ahead = clock.instant().plus(Nonces.WINDOW);
    nonces.use("a", "1", ahead);

    clock.advance(Nonces.WINDOW.multipliedBy(2));

    assertThat(nonces.use("a", "2", clock.instant())).isEqualTo(Use.FIRST);
    assertThat(nonces.use("a", "1", ahead)).isEqualTo(Use.AGAIN);
  }

  @Test
  void takesNoneASecondTimeOfAKeyThatUsesMoreThanItRemembers() {
    Instant now = clock.instant();
    for (int i = 0; i <= Nonces.OF_ONE_KEY; i++) {
      assertThat(nonces.use("a", "n" + i, now.plusMillis(i))).as("%d", i).isEqualTo(Use.FIRST);
    }

    assertThat(nonces.use("a", "n0", now)).isEqualTo(Use.TOO_OLD);
    assertThat(nonces.use("a", "n1", now.plusMillis(1))).isEqualTo(Use.AGAIN);
    assertThat(nonces.use("a", "new", now.plusSeconds(1))).isEqualTo(Use.FIRST);
  }

  @Test
  void takesNoneASecondTimeOfAKeyThatItForgot() {
    Instant now = clock.instant();
    nonces.use("first", "1", now);
    clock.advance(Duration.ofSeconds(10));
    for (int i = 0; i < Nonces.KEYS; i++) {
      nonces.use("flood-" + i, "1", clock.instant().plus(Nonces.WINDOW));
    }

    assertThat(nonces.use("first", "1", now)).isEqualTo(Use.TOO_OLD);
    assertThat(nonces.use("first", "2", clock.instant())).isEqualTo(Use.FIRST);
  }
}
