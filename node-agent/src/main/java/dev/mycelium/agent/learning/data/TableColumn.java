package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One column of a table, as it was read. Takes over the array that it is given. */
sealed interface TableColumn {

  String name();

  int rows();

  /** What can be said of {@code rows}. */
  ColumnFacts facts(int[] rows);

  /** The value of {@code row} as a number to hash. */
  long bits(int row);

  /** How this column would be encoded by the statistics of {@code rows}. */
  ColumnSchema schema(int[] rows);

  /**
   * How it is encoded by a group's schema.
   *
   * @throws IllegalArgumentException if the schema is of another kind
   */
  Encoder encoder(ColumnSchema schema);

  TableColumn subset(int[] rows);

  /** Writes one row's value as numbers. */
  @FunctionalInterface
  interface Encoder {
    /** Writes from {@code at} on; what it does not write is zero already. */
    void write(int row, float[] target, int at);
  }

  /**
   * Numbers.
   *
   * @param values NaN where missing
   */
  record Numbers(String name, double[] values) implements TableColumn {

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public ColumnFacts facts(int[] rows) {
      return ColumnFacts.OfNumbers.of(name, values, rows);
    }

    @Override
    public long bits(int row) {
      return Double.doubleToLongBits(values[row]);
    }

    @Override
    public ColumnSchema schema(int[] rows) {
      Moments moments = Moments.of(values, rows);
      return new ColumnSchema.Numeric(name, moments.mean(), moments.mean(), moments.scale());
    }

    @Override
    public Encoder encoder(ColumnSchema schema) {
      if (schema instanceof ColumnSchema.Numeric numeric) {
        return (row, target, at) -> target[at] = (float) numeric.encoded(values[row]);
      }
      throw otherKind(schema, "numeric");
    }

    @Override
    public TableColumn subset(int[] rows) {
      return new Numbers(name, IntStream.of(rows).mapToDouble(row -> values[row]).toArray());
    }
  }

  /**
   * Words of a list.
   *
   * @param categories of the whole table, sorted
   * @param codes indices of {@code categories}; {@link #MISSING} where missing
   */
  record Words(String name, List<String> categories, int[] codes) implements TableColumn {
    static final int MISSING = -1;

    public Words {
      categories = List.copyOf(categories);
    }

    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public ColumnFacts facts(int[] rows) {
      int[] counts = new int[categories.size()];
      int missing = 0;
      for (int row : rows) {
        if (codes[row] == MISSING) {
          missing++;
        } else {
          counts[codes[row]]++;
        }
      }
      return ColumnFacts.OfWords.of(name, missing, categories, counts);
    }

    @Override
    public long bits(int row) {
      return codes[row];
    }

    @Override
    public ColumnSchema schema(int[] rows) {
      return new ColumnSchema.Categorical(name, categories);
    }

    @Override
    public Encoder encoder(ColumnSchema schema) {
      if (schema instanceof ColumnSchema.Categorical listed) {
        int[] places = new int[categories.size()];
        Arrays.setAll(places, code -> place(categories.get(code), listed));
        return (row, target, at) ->
            target[at + (codes[row] == MISSING ? listed.unknown() : places[codes[row]])] = 1;
      }
      throw otherKind(schema, "categorical");
    }

    @Override
    public TableColumn subset(int[] rows) {
      return new Words(name, categories, IntStream.of(rows).map(row -> codes[row]).toArray());
    }

    private static int place(String category, ColumnSchema.Categorical listed) {
      int place = listed.categories().indexOf(category);
      return place < 0 ? listed.unknown() : place;
    }
  }

  private static IllegalArgumentException otherKind(ColumnSchema schema, String own) {
    return new IllegalArgumentException(
        "column \"%s\": %s (expected: %s)".formatted(schema.name(), own, schema.kind()));
  }
}
