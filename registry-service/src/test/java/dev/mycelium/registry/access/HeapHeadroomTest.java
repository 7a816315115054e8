package dev.mycelium.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.ManualClock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory is short by what a garbage collection left, not by garbage. */
class HeapHeadroomTest {
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final ManualClock clock = new ManualClock();
  private final HeapHeadroom headroom = new HeapHeadroom(clock);
  private final MemoryPoolMXBean longLived = longLived();
  private final long threshold = longLived.getCollectionUsageThreshold();

  /** It is the JVM's, and other registries live in it; the next collection forgets the last. */
  @AfterEach
  void restore() {
    longLived.setCollectionUsageThreshold(threshold);
    System.gc();
  }

  @Test
  void isTightWhileACollectionLeavesTooMuch() {
    assertThat(threshold).isEqualTo((long) (longLived.getUsage().getMax() * 0.9));
    assertThat(headroom.isTight()).isFalse();

    System.gc();
    longLived.setCollectionUsageThreshold(1);

    assertThat(headroom.isTight()).as("looked at a moment ago").isFalse();
    clock.advance(PERIOD);
    assertThat(headroom.isTight()).isTrue();
    restore();
    assertThat(headroom.isTight()).as("looked at a moment ago").isTrue();
    clock.advance(PERIOD);
    assertThat(headroom.isTight()).isFalse();
  }

  @Test
  void mindsNoGarbage() {
    System.gc();
    longLived.setUsageThreshold(1);
    try {
      assertThat(longLived.isUsageThresholdExceeded()).isTrue();
      assertThat(headroom.isTight()).isFalse();
    } finally {
      longLived.setUsageThreshold(0);
    }
  }

  private static MemoryPoolMXBean longLived() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
        .findFirst()
        .orElseThrow();
  }
}
