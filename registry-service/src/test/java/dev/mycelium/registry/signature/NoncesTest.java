package dev.mycelium.registry.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.ManualClock;
import dev.mycelium.registry.signature.Nonces.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /** Found timely, then verified for a moment, and only then looked for. */
  @Test
  void takesNoneASecondTimeThatGrowsTooOldMeanwhile() {
    Instant barely = clock.instant().minus(Nonces.WINDOW);
    nonces.use("a", "1", barely);

    clock.advance(Duration.ofNanos(1000));

    assertThat(nonces.use("a", "1", barely)).isEqualTo(Use.TOO_OLD);
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

  @Test
  void remembersNoMoreThanItHasRoomFor() {
    Instant now = clock.instant();
    nonces.use("first", "1", now);
    clock.advance(Duration.ofSeconds(10));

    flood(clock.instant());

    assertThat(nonces.remembered()).isBetween(Nonces.ALL - Nonces.OF_ONE_KEY, Nonces.ALL);
    assertThat(nonces.use("first", "1", now)).isEqualTo(Use.TOO_OLD);
    assertThat(nonces.use("first", "2", clock.instant())).isEqualTo(Use.FIRST);
  }

  @Test
  void shutsNobodyOutForTheSakeOfWhoSignsAhead() {
    clock.advance(Duration.ofMillis(500));

    flood(clock.instant().plus(Nonces.WINDOW));

    Instant wholeSecond = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    assertThat(nonces.use("new", "1", wholeSecond)).isEqualTo(Use.FIRST);
  }

  /** More nonces than there is room for, of keys that each use what they may. */
  private void flood(Instant created) {
    for (int key = 0; key <= Nonces.ALL / Nonces.OF_ONE_KEY; key++) {
      for (int nonce = 0; nonce < Nonces.OF_ONE_KEY; nonce++) {
        nonces.use("flood-" + key, "n" + nonce, created);
      }
    }
  }
}
