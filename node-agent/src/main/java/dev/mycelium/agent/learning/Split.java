package dev.mycelium.agent.learning;

/** Which of a node's examples an evaluation looks at. */
public enum Split {
  /** Examples that training sees. */
  TRAIN,
  /** Examples that were set aside before training; the source of every score. */
  HOLDOUT
}
