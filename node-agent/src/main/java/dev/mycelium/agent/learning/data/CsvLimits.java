package dev.mycelium.agent.learning.data;

/**
 * Bounds of what is read from a table, so that a damaged or hostile file is refused and does not
 * fill the memory.
 *
 * @param recordLength characters in one record
 * @param columns in one record
 * @param cells values in all
 */
record CsvLimits(int recordLength, int columns, long cells) {
  private static final int LONGEST_RECORD = 1 << 20;
  private static final int MOST_COLUMNS = 10_000;

  /** Of a value in memory: a number takes a double, a word an int. */
  private static final int CELL_BYTES = Double.BYTES;

  static CsvLimits within(MemoryBudget budget) {
    return new CsvLimits(LONGEST_RECORD, MOST_COLUMNS, budget.holds(CELL_BYTES));
  }
}
