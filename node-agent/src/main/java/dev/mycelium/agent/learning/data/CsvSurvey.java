package dev.mycelium.agent.learning.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The first pass over a delimited file: how many rows it has and what kind of values each column
 * holds, so that the second pass can fill arrays of the right size and type.
 *
 * @param rows with a label, or all where labels do not matter
 * @param unlabelled rows without one
 * @param tallies of all columns
 */
record CsvSurvey(int rows, int unlabelled, List<Tally> tallies) {

  /** What was seen in one column. */
  static final class Tally {
    private int missing;
    private int numbers;
    private int words;
    private String firstWord = "";
    private long firstWordLine;

    private void add(String text, long line) {
      if (CellText.isMissing(text)) {
        missing++;
      } else if (CellText.number(text).isPresent()) {
        numbers++;
      } else if (words++ == 0) {
        firstWord = text;
        firstWordLine = line;
      }
    }

    /** Whether every value that is there is a number; so it is where none is there. */
    boolean isNumeric() {
      return words == 0;
    }

    /** Whether a few values that are no numbers made categories of a column of numbers. */
    boolean isSpoilt() {
      return words > 0 && numbers > 9L * words;
    }

    /** As in {@code 2 of 300 values are no numbers, the first "abc" in line 7}. */
    String spoiltBy() {
      return "%,d of %,d values are no numbers, the first %s in line %d"
          .formatted(words, words + numbers, CellText.quoted(firstWord), firstWordLine);
    }
  }

  static CsvSurvey of(Path file, CsvLayout layout, CsvLimits limits) {
    List<Tally> tallies = layout.names().stream().map(name -> new Tally()).toList();
    int rows = 0;
    int unlabelled = 0;
    try (CsvRecords records = CsvRecords.open(file, layout.delimiter(), limits)) {
      if (layout.header()) {
        records.next();
      }
      for (List<String> row = records.next(); !row.isEmpty(); row = records.next()) {
        requireWidth(row, layout, records);
        if (layout.isUnlabelled(row)) {
          unlabelled++;
          continue;
        }
        rows++;
        requireRoom((long) rows * row.size(), limits, records);
        for (int i = 0; i < row.size(); i++) {
          tallies.get(i).add(row.get(i), records.line());
        }
      }
    }
    return new CsvSurvey(rows, unlabelled, tallies);
  }

  private static void requireWidth(List<String> row, CsvLayout layout, CsvRecords records) {
    int width = layout.names().size();
    if (row.size() != width) {
      throw records.at("values", row.size(), width + ", as in the first line");
    }
  }

  private static void requireRoom(long cells, CsvLimits limits, CsvRecords records) {
    if (cells > limits.cells()) {
      throw records.at(
          "values so far",
          cells,
          MemoryBudget.atMost(limits.cells(), "ignore= leaves columns out, "));
    }
  }
}
