package dev.mycelium.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeaseTest {
  private static final Duration NANO = Duration.ofNanos(1);

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void expiresExactlyThreeIntervalsAfterTheLastSignOfLife(long seed) {
    Lease lease = aLease(new SplittableRandom(seed));
    Instant end = lease.renewedAt().plus(lease.interval().multipliedBy(3));

    assertThat(lease.expiresAt()).as("seed %d", seed).isEqualTo(end);
    assertThat(lease.isExpiredAt(end.minus(NANO))).as("seed %d", seed).isFalse();
    assertThat(lease.isExpiredAt(end)).as("seed %d", seed).isTrue();
    assertThat(lease.isExpiredAt(end.plus(NANO))).as("seed %d", seed).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void isSuspectFromOneAndAHalfIntervalsOn(long seed) {
    Lease lease = aLease(new SplittableRandom(seed));
    Instant doubt = lease.renewedAt().plus(lease.duration().dividedBy(2));

    assertThat(lease.statusAt(lease.renewedAt())).isEqualTo(NodeStatus.ONLINE);
    assertThat(lease.statusAt(doubt.minus(NANO))).as("seed %d", seed).isEqualTo(NodeStatus.ONLINE);
    assertThat(lease.statusAt(doubt)).as("seed %d", seed).isEqualTo(NodeStatus.SUSPECT);
    assertThat(lease.statusAt(lease.expiresAt())).isEqualTo(NodeStatus.OFFLINE);
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void neverLivesShorterForASignOfLife(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Lease lease = aLease(random);
    Instant sign = lease.renewedAt().plusNanos(random.nextLong(-(1L << 40), 1L << 40));

    Lease renewed = lease.renewedAt(sign);

    Instant later = sign.isAfter(lease.renewedAt()) ? sign : lease.renewedAt();
    assertThat(renewed).as("seed %d", seed).isEqualTo(new Lease(later, lease.interval()));
    assertThat(renewed.expiresAt()).as("seed %d", seed).isAfterOrEqualTo(lease.expiresAt());
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void countsSilenceOnlyFromWhenTheRegistryListened(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Lease lease = aLease(random);
    Instant start = lease.renewedAt().plusNanos(random.nextLong(1, 1L << 60));

    Lease heard = lease.heardSince(start);

    assertThat(heard.isExpiredAt(start.plus(lease.duration()).minus(NANO))).isFalse();
    assertThat(heard.isExpiredAt(start.plus(lease.duration()))).as("seed %d", seed).isTrue();
    assertThat(lease.heardSince(lease.renewedAt().minus(NANO))).isEqualTo(lease);
  }

  @Test
  void clampsIntervalsToWhatTheRegistryGrants() {
    assertThat(Lease.clamped(Duration.ofSeconds(-5))).isEqualTo(Duration.ofSeconds(1));
    assertThat(Lease.clamped(Duration.ofMillis(999))).isEqualTo(Duration.ofSeconds(1));
    assertThat(Lease.clamped(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(Lease.clamped(Duration.ofSeconds(300))).isEqualTo(Duration.ofMinutes(5));
    assertThat(Lease.clamped(Duration.ofSeconds(300).plusNanos(1)))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(Lease.clamped(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void refusesAnIntervalWithoutLength() {
    assertThatThrownBy(() -> new Lease(Instant.EPOCH, Duration.ZERO))
        .hasMessage("interval: PT0S (expected: > 0)");
  }

  private static Lease aLease(SplittableRandom random) {
    return new Lease(
        Instant.ofEpochSecond(random.nextLong(1L << 33), random.nextInt(1_000_000_000)),
        Duration.ofNanos(2 * random.nextLong(500_000_000L, 150_000_000_000L)));
  }
}
