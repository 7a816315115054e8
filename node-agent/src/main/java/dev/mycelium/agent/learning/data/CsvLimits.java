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
  static final CsvLimits USUAL = new CsvLimits(1 << 20, 10_000, 1L << 28);
}
