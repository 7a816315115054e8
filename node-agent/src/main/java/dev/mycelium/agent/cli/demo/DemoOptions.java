package dev.mycelium.agent.cli.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the demo was told.
 *
 * @param nodes agents to start
 * @param data data that all of them share out among each other
 * @param model model of the groups; null for the default
 */
public record DemoOptions(
    int nodes, Duration duration, String data, @Nullable String model, double switchThreshold) {
  public static final int FEWEST_NODES = 3;
  public static final int MOST_NODES = 16;

  public DemoOptions {
    if (nodes < FEWEST_NODES || nodes > MOST_NODES) {
      throw new IllegalArgumentException(
          "--nodes: %d (expected: %d to %d)".formatted(nodes, FEWEST_NODES, MOST_NODES));
    }
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("--duration: " + duration + " (expected: > 0)");
    }
  }
}
