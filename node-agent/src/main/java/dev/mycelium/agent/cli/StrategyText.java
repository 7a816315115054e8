package dev.mycelium.agent.cli;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.StrategySpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A strategy as {@code --strategy} takes it: {@code NAME[,ARGUMENT=VALUE...]}, with the names of
 * the group's spec. A strategy around another one stands before it, with a slash between them:
 * {@code clipped,norm=10/median}.
 */
final class StrategyText {
  private static final Map<String, Class<?>> KNOWN =
      Arrays.stream(StrategySpec.class.getAnnotation(JsonSubTypes.class).value())
          .collect(
              toMap(
                  JsonSubTypes.Type::name,
                  JsonSubTypes.Type::value,
                  (one, other) -> one,
                  LinkedHashMap::new));

  private StrategyText() {}

  /**
   * @throws IllegalArgumentException for a name or a value that does not exist, saying what does
   */
  static StrategySpec parse(String text) {
    int slash = text.indexOf('/');
    String own = slash < 0 ? text : text.substring(0, slash);
    List<String> words = List.of(own.split(",", -1));
    Class<?> type = KNOWN.get(words.get(0));
    if (type == null) {
      throw new IllegalArgumentException(
          "\"%s\" (expected: %s)".formatted(words.get(0), allForms()));
    }
    Map<String, String> given = arguments(type, words.subList(1, words.size()));
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      values.add(
          component.getType() == StrategySpec.class
              ? inner(type, slash < 0 ? "" : text.substring(slash + 1))
              : value(type, component, given.get(name(component))));
    }
    if (slash >= 0 && !isAroundAnother(type)) {
      throw new IllegalArgumentException(
          "\"%s\" stands before a slash (expected: %s)".formatted(words.get(0), form(type)));
    }
    return made(type, values);
  }

  /** The text that is read as {@code strategy}. */
  static String of(StrategySpec strategy) {
    Class<?> type = strategy.getClass();
    StringBuilder text = new StringBuilder(nameOf(type));
    for (RecordComponent component : type.getRecordComponents()) {
      Object value = read(strategy, component);
      if (value instanceof StrategySpec inner) {
        text.append('/').append(of(inner));
      } else if (value != null) {
        text.append(',').append(name(component)).append('=').append(value);
      }
    }
    return text.toString();
  }

  private static Map<String, String> arguments(Class<?> type, List<String> words) {
    List<String> names = names(type);
    Map<String, String> given = new LinkedHashMap<>();
    for (String word : words) {
      String[] parts = word.split("=", 2);
      if (parts.length < 2
          || !names.contains(parts[0])
          || given.put(parts[0], parts[1].strip()) != null) {
        throw new IllegalArgumentException("\"%s\" (expected: %s)".formatted(word, form(type)));
      }
    }
    return given;
  }

  private static StrategySpec inner(Class<?> type, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" stands alone (expected: %s)".formatted(nameOf(type), form(type)));
    }
    return parse(text);
  }

  private static @Nullable Object value(
      Class<?> type, RecordComponent component, @Nullable String text) {
    Class<?> kind = component.getType();
    if (text == null && !kind.isPrimitive() && kind != String.class) {
      return null;
    }
    if (text == null) {
      throw new IllegalArgumentException(
          "%s: missing (expected: %s)".formatted(name(component), form(type)));
    }
    try {
      return kind == String.class ? text : number(kind, text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s)".formatted(name(component), text, form(type)), e);
    }
  }

  private static Object number(Class<?> kind, String text) {
    if (kind == double.class || kind == Double.class) {
      return Double.valueOf(text);
    }
    if (kind == long.class || kind == Long.class) {
      return Long.valueOf(text);
    }
    return Integer.valueOf(text);
  }

  private static StrategySpec made(Class<?> type, List<@Nullable Object> values) {
    try {
      Class<?>[] kinds =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      return (StrategySpec) type.getDeclaredConstructor(kinds).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidFieldException invalid) {
        throw invalid;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object read(StrategySpec strategy, RecordComponent component) {
    try {
      return component.getAccessor().invoke(strategy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String allForms() {
    return KNOWN.values().stream().map(StrategyText::form).collect(joining("; "));
  }

  /** As {@code krum,attackers=N}. */
  private static String form(Class<?> type) {
    Stream<String> arguments =
        names(type).stream().map(name -> name.equals("plugin") ? "plugin=NAME" : name + "=N");
    return Stream.concat(Stream.of(nameOf(type)), arguments).collect(joining(","))
        + (isAroundAnother(type) ? "/STRATEGY" : "");
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.getType() != StrategySpec.class)
        .map(StrategyText::name)
        .toList();
  }

  private static boolean isAroundAnother(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(component -> component.getType() == StrategySpec.class);
  }

  private static String nameOf(Class<?> type) {
    return KNOWN.entrySet().stream()
        .filter(known -> known.getValue() == type)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static String name(RecordComponent component) {
    return component.getAccessor().getAnnotation(JsonProperty.class).value();
  }
}
