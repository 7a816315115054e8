package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TargetScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table under a group's schema. A row becomes numbers when it is copied, so that a table
 * of words never takes the memory of its zeros.
 */
final class EncodedTable implements Examples {
  private final Answers answers;
  private final @Nullable TargetScale target;
  private final int[] rows;
  private final int inputs;
  private final List<Place> places = new ArrayList<>();

  private record Place(TableColumn.Encoder encoder, int at) {}

  /**
   * @throws IllegalArgumentException if the table lacks a column of the schema, or has it in
   *     another kind
   */
  EncodedTable(Table table, int[] rows, TableSchema schema) {
    this.answers = table.answers();
    this.target = schema.target();
    this.rows = rows;
    int at = 0;
    for (ColumnSchema column : schema.columns()) {
      places.add(new Place(column(table, column.name()).encoder(column), at));
      at += column.width();
    }
    this.inputs = at;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public void copyInputs(int index, float[] values, int at) {
    Arrays.fill(values, at, at + inputs, 0);
    for (Place place : places) {
      place.encoder().write(rows[index], values, at + place.at());
    }
  }

  @Override
  public int label(int index) {
    return answers.label(rows[index]);
  }

  /** In a regression in the units of the group's target: (y - mean) / scale. */
  @Override
  public float target(int index) {
    return answers instanceof Answers.Numbers numbers && target != null
        ? (float) target.encoded(numbers.values()[rows[index]])
        : label(index);
  }

  private static TableColumn column(Table table, String name) {
    return table.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "column \"%s\": missing (expected one of: %s)"
                        .formatted(
                            name, table.columns().stream().map(TableColumn::name).toList())));
  }
}
