package dev.mycelium.agent.learning;

/** Asked between steps whether long work should stop. */
@FunctionalInterface
public interface Cancellation {
  boolean isRequested();

  static Cancellation never() {
    return () -> false;
  }
}
