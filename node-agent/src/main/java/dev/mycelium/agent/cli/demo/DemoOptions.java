package dev.mycelium.agent.cli.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the demo was told.
 *
 * @param model model of the groups; null for the scenario's
 */
public record DemoOptions(
    Duration duration, Scenario scenario, @Nullable String model, double switchThreshold) {
  public static final int FEWEST_NODES = 3;
  public static final int MOST_NODES = 16;

  public DemoOptions {
    requireNonNull(scenario, "scenario");
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("--duration: " + duration + " (expected: > 0)");
    }
  }

  /**
   * @throws IllegalArgumentException if so many agents can't be started
   */
  public static int requireNodes(int nodes) {
    if (nodes < FEWEST_NODES || nodes > MOST_NODES) {
      throw new IllegalArgumentException(
          "--nodes: %d (expected: %d to %d)".formatted(nodes, FEWEST_NODES, MOST_NODES));
    }
    return nodes;
  }
}
