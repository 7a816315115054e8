package dev.mycelium.agent.aggregation;

/**
 * A way of a plug-in to bring an {@link Aggregator}: found by {@link java.util.ServiceLoader},
 * chosen by {@code --aggregator NAME} when founding, and needed by every node that coordinates the
 * group.
 */
public interface AggregatorProvider {

  /** By which it is chosen and named in the group's spec. */
  String name();

  Aggregator aggregator();
}
