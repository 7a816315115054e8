package dev.mycelium.agent.learning.djl;

/** Where a node wants to compute. */
public enum DeviceChoice {
  /** On a GPU where the engine sees one, else on the CPU. */
  AUTO,
  CPU,
  /** On a GPU or not at all. */
  GPU
}
