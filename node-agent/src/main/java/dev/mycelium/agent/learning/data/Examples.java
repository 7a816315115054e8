package dev.mycelium.agent.learning.data;

/**
 * Examples in memory, ready to train on: inputs as float32 in row-major order of the task's shape,
 * one answer each. Never changes; safe to read from several threads.
 */
public interface Examples {
  int size();

  /** Numbers in one example. */
  int inputs();

  /** Writes the inputs of example {@code index} into {@code target} from {@code at} on. */
  void copyInputs(int index, float[] target, int at);

  /** Index of the class of example {@code index} among the task's labels; 0 in a regression. */
  int label(int index);

  /** What a model should answer to example {@code index}: its class index, or its number. */
  default float target(int index) {
    return label(index);
  }
}
