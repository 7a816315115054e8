package dev.mycelium.agent.learning.data;

/**
 * A node's examples, divided before the first training step.
 *
 * @param train what training sees
 * @param holdout what every score of the node is measured on; disjoint from {@code train}
 */
public record HoldoutSplit(RawExamples train, RawExamples holdout) {}
