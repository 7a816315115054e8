package dev.mycelium.agent.learning.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The options after the question mark of {@code --data}, each known and given once. */
final class DataOptions {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

  private final Map<String, String> values;

  private DataOptions(Map<String, String> values) {
    this.values = values;
  }

  static DataOptions parse(String query, List<String> common, List<String> special) {
    List<String> known = new ArrayList<>(special);
    known.addAll(common);
    Map<String, String> values = new HashMap<>();
    for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (equals < 0 || !known.contains(name)) {
        throw DataSpecException.of(
            "option", '"' + option + '"', "NAME=VALUE with one of " + String.join(", ", known));
      }
      if (values.put(name, option.substring(equals + 1)) != null) {
        throw DataSpecException.of("option", name + " twice", "once");
      }
    }
    return new DataOptions(values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  int integer(String name, int usual) {
    return text(name).map(value -> integer(name, value)).orElse(usual);
  }

  double number(String name, double usual) {
    return text(name).map(value -> number(name, value)).orElse(usual);
  }

  long seed(long usual) {
    return text("seed").map(DataOptions::wholeNumber).orElse(usual);
  }

  static int integer(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw DataSpecException.of(name, '"' + text + '"', "a whole number");
    }
  }

  static double number(String name, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw DataSpecException.of(name, '"' + text + '"', "a number");
    }
    return Double.parseDouble(text);
  }

  private static long wholeNumber(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw DataSpecException.of("seed", '"' + text + '"', "a whole number of 64 bits");
    }
  }
}
