package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TaskKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Fills the answers of a table, row by row. */
sealed interface AnswersBuilder {

  /** Takes the label of the next row; {@code from} says where a wrong one stands. */
  void add(String text, CsvRecords from);

  Answers build();

  /** Names of the classes in the order of their indices. */
  List<String> labels();

  /** Of rows whose answers do not matter. */
  final class OfNothing implements AnswersBuilder {
    private final TaskKind kind;
    private final List<String> labels;
    private int rows;

    /**
     * @param labels what a model could answer
     */
    OfNothing(TaskKind kind, List<String> labels) {
      this.kind = kind;
      this.labels = List.copyOf(labels);
    }

    @Override
    public void add(String text, CsvRecords from) {
      rows++;
    }

    @Override
    public Answers build() {
      return new Answers.Unknown(rows, kind);
    }

    @Override
    public List<String> labels() {
      return labels;
    }
  }

  /** Of numbers to predict. */
  final class OfNumbers implements AnswersBuilder {
    private final String column;
    private final double[] values;
    private int rows;

    OfNumbers(String column, int rows) {
      this.column = column;
      this.values = new double[rows];
    }

    @Override
    public void add(String text, CsvRecords from) {
      values[rows++] =
          CellText.number(text)
              .orElseThrow(
                  () ->
                      from.at(
                          "label " + CellText.quoted(column),
                          CellText.quoted(text),
                          "a number, since task=regression"));
    }

    @Override
    public Answers build() {
      return new Answers.Numbers(values);
    }

    @Override
    public List<String> labels() {
      return List.of();
    }
  }

  /** Of classes that the file itself names: sorted, by number where all are numbers. */
  final class OfFoundClasses implements AnswersBuilder {
    private static final int MOST = 1000;

    private final String column;
    private final int[] codes;
    private final Map<String, Integer> seen = new HashMap<>();
    private int rows;

    OfFoundClasses(String column, int rows) {
      this.column = column;
      this.codes = new int[rows];
    }

    @Override
    public void add(String text, CsvRecords from) {
      String label = CsvOptions.cleaned(text);
      if (label.length() > ColumnSchema.LONGEST_NAME) {
        throw from.at(
            "label " + CellText.quoted(column),
            CellText.quoted(label),
            "at most %d characters".formatted(ColumnSchema.LONGEST_NAME));
      }
      codes[rows++] = seen.computeIfAbsent(label, word -> seen.size());
      if (seen.size() > MOST) {
        throw from.at(
            "label " + CellText.quoted(column),
            "more than %d classes, the latest %s".formatted(MOST, CellText.quoted(label)),
            "fewer, or task=regression");
      }
    }

    @Override
    public Answers build() {
      List<String> sorted = labels();
      int[] places = new int[sorted.size()];
      for (int place = 0; place < places.length; place++) {
        places[seen.getOrDefault(sorted.get(place), 0)] = place;
      }
      return new Answers.Classes(Arrays.stream(codes).map(code -> places[code]).toArray());
    }

    @Override
    public List<String> labels() {
      boolean numbers = seen.keySet().stream().allMatch(l -> CellText.number(l).isPresent());
      Comparator<String> byText = Comparator.naturalOrder();
      return seen.keySet().stream()
          .sorted(numbers ? Comparator.comparingDouble(Double::parseDouble) : byText)
          .toList();
    }
  }

  /** Of classes that are known before: agreed ones, or the two that {@code positive=} makes. */
  final class OfKnownClasses implements AnswersBuilder {
    private final String column;
    private final List<String> labels;
    private final UnaryOperator<String> naming;
    private final int[] indices;
    private int rows;

    /**
     * @param naming from the text in the file to the name of its class
     */
    OfKnownClasses(String column, List<String> labels, UnaryOperator<String> naming, int rows) {
      this.column = column;
      this.labels = List.copyOf(labels);
      this.naming = naming;
      this.indices = new int[rows];
    }

    @Override
    public void add(String text, CsvRecords from) {
      int index = labels.indexOf(naming.apply(text));
      if (index < 0) {
        throw from.at(
            "label " + CellText.quoted(column),
            CellText.quoted(text),
            "one of the agreed " + String.join(", ", labels));
      }
      indices[rows++] = index;
    }

    @Override
    public Answers build() {
      return new Answers.Classes(indices);
    }

    @Override
    public List<String> labels() {
      return labels;
    }
  }
}
