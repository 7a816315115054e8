package dev.mycelium.agent.learning.data;

/**
 * How many bytes a data set may take, as it lies in memory after it was loaded.
 *
 * <p>A quarter of the heap, since loading takes more: arrays that grow by half are there twice for
 * a moment, a node's part is copied out of the whole before that is forgotten, and a model wants to
 * be trained beside it.
 */
record MemoryBudget(long bytes) {
  /** What anybody can do about it. */
  static final String MORE = "MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more";

  private static final int SHARE = 4;

  MemoryBudget {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: > 0)");
    }
  }

  /** Of this process, as its {@code -Xmx} says. */
  static MemoryBudget ofThisProcess() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /** How many things of this size fit. */
  long holds(long bytesEach) {
    return bytes / bytesEach;
  }

  /** As in {@code at most 20 in this heap; MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more}. */
  static String atMost(long count) {
    return atMost(count, "");
  }

  /**
   * @param remedy what else helps, as in {@code ignore= leaves columns out, }
   */
  static String atMost(long count, String remedy) {
    return "at most %,d in this heap; %s".formatted(count, remedy + MORE);
  }
}
