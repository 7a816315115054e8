package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How every member of a group encodes its tables: the founder's statistics, or agreed ones. It says
 * something about the founder's data: each column's mean and standard deviation, and every category
 * that occurs.
 *
 * @param columns in the order of the model's inputs, without the label
 * @param target units of a regression's answers; null for a classification
 */
public record TableSchema(
    @JsonProperty("columns") List<ColumnSchema> columns,
    @JsonProperty("target") @Nullable TargetScale target) {
  /** Most columns of a table, without the label. */
  public static final int MOST_COLUMNS = 5000;

  public TableSchema {
    columns = List.copyOf(Expect.present(columns, "schema.columns", "a list of columns"));
    Expect.inRange(columns.size(), "schema.columns", 1, MOST_COLUMNS);
    if (columns.stream().map(ColumnSchema::name).distinct().count() != columns.size()) {
      List<String> names = columns.stream().map(ColumnSchema::name).toList();
      throw InvalidFieldException.of("schema.columns", names, "no name twice");
    }
  }

  /** Numbers in an encoded row. */
  public int width() {
    return columns.stream().mapToInt(ColumnSchema::width).sum();
  }

  /**
   * Whether tables described by {@code offered} can be encoded by this schema: the same columns by
   * name and kind, in any order. Statistics and categories may differ.
   */
  public boolean admits(TableSchema offered) {
    return obstacles(offered).isEmpty();
  }

  /** What stands in the way of {@link #admits}, a short text each; none if nothing does. */
  List<String> obstacles(TableSchema offered) {
    List<String> obstacles = new ArrayList<>();
    if ((target == null) != (offered.target == null)) {
      obstacles.add(
          offered.target == null
              ? "target: classes (expected: numbers)"
              : "target: numbers (expected: classes)");
    }
    Map<String, String> own = kinds();
    Map<String, String> others = offered.kinds();
    add(obstacles, "columns: without %s (expected: with)", own, name -> !others.containsKey(name));
    add(obstacles, "columns: %s (expected: none of these)", others, name -> !own.containsKey(name));
    add(
        obstacles,
        "columns: %s of another kind (expected: as in the group)",
        others,
        name -> own.containsKey(name) && !own.get(name).equals(others.get(name)));
    return obstacles;
  }

  private static void add(
      List<String> obstacles, String text, Map<String, String> columns, Predicate<String> odd) {
    List<String> names = columns.keySet().stream().filter(odd).sorted().toList();
    if (!names.isEmpty()) {
      obstacles.add(text.formatted(Some.of(names)));
    }
  }

  private Map<String, String> kinds() {
    return columns.stream().collect(Collectors.toMap(ColumnSchema::name, ColumnSchema::kind));
  }
}
