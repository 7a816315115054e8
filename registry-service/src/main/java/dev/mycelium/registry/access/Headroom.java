package dev.mycelium.registry.access;

/** Whether memory is left for what requests need. */
interface Headroom {
  boolean isTight();
}
