package dev.mycelium.registry.access;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.stereotype.Component;

/**
 * Measured after garbage collections, by the JVM itself: what was still in use then is no garbage.
 * Tight is a pool of long-lived objects of which less than a tenth was free.
 */
@Component
@ConditionalOnMissingBean(value = Headroom.class, ignored = HeapHeadroom.class)
class HeapHeadroom implements Headroom {
  private static final double FULL = 0.9;

  private final List<MemoryPoolMXBean> pools;

  HeapHeadroom() {
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
    return pools.stream().anyMatch(MemoryPoolMXBean::isCollectionUsageThresholdExceeded);
  }
}
