package dev.mycelium.agent.learning;

/**
 * How well a head answers.
 *
 * @param metric the task's metric, higher is better
 * @param loss mean loss per example
 * @param examples number of examples looked at
 */
public record Evaluation(double metric, double loss, long examples) {}
