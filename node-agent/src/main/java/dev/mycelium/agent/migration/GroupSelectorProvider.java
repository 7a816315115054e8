package dev.mycelium.agent.migration;

/**
 * A way of a plug-in to bring a {@link GroupSelector}: found by {@link java.util.ServiceLoader},
 * chosen by {@code --selector NAME}.
 */
public interface GroupSelectorProvider {

  /** By which it is chosen. */
  String name();

  GroupSelector selector();
}
