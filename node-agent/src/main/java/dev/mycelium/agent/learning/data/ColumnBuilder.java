package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills one column of a table, row by row. */
sealed interface ColumnBuilder {

  /** Takes the value of the next row; {@code from} says where a wrong one stands. */
  void add(String text, CsvRecords from);

  TableColumn build();

  /** Of numbers. */
  final class OfNumbers implements ColumnBuilder {
    private final String name;
    private final double[] values;
    private int rows;

    OfNumbers(String name, int rows) {
      this.name = name;
      this.values = new double[rows];
    }

    @Override
    public void add(String text, CsvRecords from) {
      values[rows++] =
          CellText.isMissing(text)
              ? Double.NaN
              : CellText.number(text)
                  .orElseThrow(
                      () ->
                          from.at(
                              "column " + CellText.quoted(name),
                              CellText.quoted(text),
                              "a number"));
    }

    @Override
    public TableColumn build() {
      return new TableColumn.Numbers(name, values);
    }
  }

  /** Of words. */
  final class OfWords implements ColumnBuilder {
    private final String name;
    private final int[] codes;
    private final Map<String, Integer> seen = new HashMap<>();
    private int rows;

    OfWords(String name, int rows) {
      this.name = name;
      this.codes = new int[rows];
    }

    @Override
    public void add(String text, CsvRecords from) {
      if (CellText.isMissing(text)) {
        codes[rows++] = TableColumn.Words.MISSING;
        return;
      }
      if (text.length() > ColumnSchema.LONGEST_NAME
          || text.chars().anyMatch(Character::isISOControl)) {
        throw from.at(
            "column " + CellText.quoted(name),
            CellText.quoted(text.replaceAll("\\p{Cntrl}", "?")),
            "a category of at most %d characters on one line; ignore=%s leaves the column out"
                .formatted(ColumnSchema.LONGEST_NAME, name));
      }
      codes[rows++] = seen.computeIfAbsent(text, word -> seen.size());
      if (seen.size() > ColumnSchema.MOST_CATEGORIES) {
        throw from.at(
            "column " + CellText.quoted(name),
            "more than %d categories, the latest %s"
                .formatted(ColumnSchema.MOST_CATEGORIES, CellText.quoted(text)),
            "fewer, or numbers; ignore=" + name + " leaves the column out");
      }
    }

    @Override
    public TableColumn build() {
      List<String> sorted = seen.keySet().stream().sorted().toList();
      int[] places = new int[sorted.size()];
      for (int place = 0; place < places.length; place++) {
        places[seen.getOrDefault(sorted.get(place), 0)] = place;
      }
      int[] ordered =
          Arrays.stream(codes)
              .map(code -> code == TableColumn.Words.MISSING ? code : places[code])
              .toArray();
      return new TableColumn.Words(name, sorted, ordered);
    }
  }
}
