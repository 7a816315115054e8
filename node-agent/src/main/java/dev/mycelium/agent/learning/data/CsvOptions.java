package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a table is read, as the options of {@code csv:FILE} say.
 *
 * @param label name or number of the column to predict; numbers count from 0, negative ones from
 *     the end; empty if none is named
 * @param positive values of the label that are one class, of which all others are the opposite;
 *     none to keep every class
 * @param delimiter empty to find it in the first line
 * @param categorical columns whose numbers are names
 * @param ignored columns that are left out
 */
record CsvOptions(
    String label,
    TaskKind kind,
    Header header,
    List<String> positive,
    Optional<Character> delimiter,
    List<String> categorical,
    List<String> ignored) {
  static final List<String> NAMES =
      List.of("label", "task", "header", "positive", "delimiter", "categorical", "ignore");

  /** Whether the first line names the columns. */
  enum Header {
    AUTO,
    TRUE,
    FALSE
  }

  static CsvOptions of(DataOptions options) {
    CsvOptions read =
        new CsvOptions(
            options.text("label").orElse(""),
            oneOf(options, "task", TaskKind.class, TaskKind.CLASSIFICATION),
            oneOf(options, "header", Header.class, Header.AUTO),
            list(options, "positive").stream().map(CsvOptions::cleaned).toList(),
            options.text("delimiter").map(CsvOptions::delimiter),
            list(options, "categorical"),
            list(options, "ignore"));
    if (read.kind == TaskKind.REGRESSION && !read.positive.isEmpty()) {
      throw DataSpecException.of("positive", read.positive, "only with task=classification");
    }
    return read;
  }

  /** The label without a full stop at its end and, if it is a whole number, without decimals. */
  static String cleaned(String label) {
    String text = label.endsWith(".") ? label.substring(0, label.length() - 1).strip() : label;
    return text.matches("[+-]?\\d{1,15}\\.0*") ? text.substring(0, text.indexOf('.')) : text;
  }

  private static List<String> list(DataOptions options, String name) {
    return options
        .text(name)
        .map(text -> Arrays.stream(text.split("\\|", -1)).map(String::strip).toList())
        .orElse(List.of());
  }

  private static char delimiter(String text) {
    return switch (text) {
      case "tab", "\\t" -> '\t';
      case ",", ";", "\t", "|", ":", " " -> text.charAt(0);
      default -> throw DataSpecException.of("delimiter", '"' + text + '"', "one of , ; | : tab");
    };
  }

  private static <E extends Enum<E>> E oneOf(
      DataOptions options, String name, Class<E> type, E usual) {
    List<String> known =
        Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    String text = options.text(name).orElse(usual.name().toLowerCase(Locale.ROOT));
    if (!known.contains(text)) {
      throw DataSpecException.of(name, '"' + text + '"', "one of " + String.join(", ", known));
    }
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }
}
