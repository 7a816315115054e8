package dev.mycelium.agent.learning.data;

/** What is left of a {@link MemoryBudget} that several share. */
final class MemoryMeter {
  private long left;

  MemoryMeter(MemoryBudget budget) {
    this.left = budget.bytes();
  }

  boolean hasRoomFor(long bytes) {
    return bytes <= left;
  }

  long left() {
    return left;
  }

  void take(long bytes) {
    left -= bytes;
  }
}
