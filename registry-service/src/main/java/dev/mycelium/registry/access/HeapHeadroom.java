package dev.mycelium.registry.access;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.stereotype.Component;

/**
 * Measured after garbage collections, by the JVM itself: what was still in use then is no garbage.
 * Tight is a pool of long-lived objects of which less than a tenth was free. The JVM tells it under
 * a lock, before which a flood of requests would queue, so it is asked a few times a second only.
 */
@Component
@ConditionalOnMissingBean(value = Headroom.class, ignored = HeapHeadroom.class)
class HeapHeadroom implements Headroom {
  private static final double FULL = 0.9;
  private static final long PERIOD_MILLIS = 100;

  private final Clock clock;
  private final List<MemoryPoolMXBean> pools;
  private final AtomicLong lookedAt = new AtomicLong(Long.MIN_VALUE / 2);
  private volatile boolean tight;

  HeapHeadroom(Clock clock) {
    this.clock = clock;
    pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isUsageThresholdSupported)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .filter(pool -> pool.getUsage().getMax() > 0)
            .toList();
    pools.forEach(
        pool -> pool.setCollectionUsageThreshold((long) (pool.getUsage().getMax() * FULL)));
  }

  @Override
  public boolean isTight() {
    long now = clock.millis();
    long last = lookedAt.get();
    if (now - last >= PERIOD_MILLIS && lookedAt.compareAndSet(last, now)) {
      tight = pools.stream().anyMatch(MemoryPoolMXBean::isCollectionUsageThresholdExceeded);
    }
    return tight;
  }
}
