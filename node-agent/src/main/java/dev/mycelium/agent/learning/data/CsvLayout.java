package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which column of a delimited file is what, from its first two records.
 *
 * @param header whether the first record names the columns; otherwise they are c0, c1 and so on
 * @param names of all columns
 * @param label index of the column to predict; empty if the rows' answers do not matter
 * @param inputs indices of the columns to learn from
 */
record CsvLayout(
    char delimiter, boolean header, List<String> names, OptionalInt label, List<Integer> inputs) {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  static CsvLayout of(Path file, CsvOptions options, CsvLimits limits) {
    CsvLayout all = unanswered(file, options, limits);
    int label = column(file, "label", options.label(), all.names);
    List<Integer> inputs = all.inputs.stream().filter(index -> index != label).toList();
    return new CsvLayout(all.delimiter, all.header, all.names, OptionalInt.of(label), inputs);
  }

  /** The layout of rows that are only to be predicted: they may lack the label's column. */
  static CsvLayout unanswered(Path file, CsvOptions options, CsvLimits limits) {
    char delimiter = options.delimiter().orElseGet(() -> delimiter(file, limits));
    try (CsvRecords records = CsvRecords.open(file, delimiter, limits)) {
      List<String> first = records.next();
      if (first.size() < 2) {
        throw records.at(
            "columns", first.size(), "at least 2, separated by one of , ; tab | or by delimiter=");
      }
      boolean header = isHeader(first, records.next(), options);
      List<String> names = names(first, header);
      requireNames(file, names);
      Set<Integer> ignored = new HashSet<>();
      ignored.add(names.indexOf(options.label()));
      options.ignored().forEach(text -> ignored.add(column(file, "ignore", text, names)));
      List<Integer> inputs =
          IntStream.range(0, names.size()).filter(i -> !ignored.contains(i)).boxed().toList();
      return new CsvLayout(delimiter, header, names, OptionalInt.empty(), inputs);
    }
  }

  /** Whether {@code row} lacks an answer that matters. */
  boolean isUnlabelled(List<String> row) {
    return label.isPresent() && CellText.isMissing(answer(row));
  }

  /** The text of the answer of {@code row}; empty if it does not matter. */
  String answer(List<String> row) {
    return label.isPresent() ? row.get(label.getAsInt()) : "";
  }

  private static void requireNames(Path file, List<String> names) {
    if (new HashSet<>(names).size() != names.size()) {
      throw UnreadableDatasetException.of(
          file, "line 1: names of columns", names, "no name twice, or header=false");
    }
    for (String name : names) {
      if (name.length() > ColumnSchema.LONGEST_NAME
          || name.chars().anyMatch(Character::isISOControl)) {
        throw UnreadableDatasetException.of(
            file,
            "line 1: name of a column",
            CellText.quoted(name.replaceAll("\\p{Cntrl}", "?")),
            "at most %d characters on one line".formatted(ColumnSchema.LONGEST_NAME));
      }
    }
  }

  /** The column that {@code text} names, or counts: from 0, or from the end with -1. */
  static int column(Path file, String option, String text, List<String> names) {
    int named = names.indexOf(text);
    if (named >= 0) {
      return named;
    }
    if (text.matches("-?\\d{1,6}")) {
      int number = Integer.parseInt(text);
      int index = number < 0 ? names.size() + number : number;
      if (index >= 0 && index < names.size()) {
        return index;
      }
    }
    throw DataSpecException.of(
        option,
        CellText.quoted(text),
        "a column of %s: its number, -%d to %d, or one of %s"
            .formatted(file.getFileName(), names.size(), names.size() - 1, shortened(names)));
  }

  /** The delimiter that finds most values in the first record. */
  private static char delimiter(Path file, CsvLimits limits) {
    char best = DELIMITERS.get(0);
    int most = 0;
    for (char delimiter : DELIMITERS) {
      int values = valuesInFirst(file, delimiter, limits);
      if (values > most) {
        best = delimiter;
        most = values;
      }
    }
    return best;
  }

  private static int valuesInFirst(Path file, char delimiter, CsvLimits limits) {
    try (CsvRecords records = CsvRecords.open(file, delimiter, limits)) {
      return records.countFirst();
    }
  }

  /** By words where the second line has a number, or by the label's own name. */
  private static boolean isHeader(List<String> first, List<String> second, CsvOptions options) {
    return switch (options.header()) {
      case TRUE -> true;
      case FALSE -> false;
      case AUTO ->
          (isName(options.label()) && first.contains(options.label()))
              || (first.stream().noneMatch(CsvLayout::isNumber)
                  && second.stream().anyMatch(CsvLayout::isNumber));
    };
  }

  private static boolean isName(String label) {
    return !label.isEmpty() && !isNumber(label);
  }

  private static boolean isNumber(String text) {
    return CellText.number(text).isPresent();
  }

  private static List<String> names(List<String> first, boolean header) {
    return IntStream.range(0, first.size())
        .mapToObj(i -> header && !first.get(i).isEmpty() ? first.get(i) : "c" + i)
        .toList();
  }

  private static String shortened(List<String> names) {
    return names.size() <= 30
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 30)) + " ...";
  }
}
