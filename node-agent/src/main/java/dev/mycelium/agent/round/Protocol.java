package dev.mycelium.agent.round;

/**
 * When a round asks, waits and closes. Pure: the same view gives the same step, whoever the
 * participants are and however they are reached.
 */
@FunctionalInterface
public interface Protocol {

  Step next(RoundView view);
}
