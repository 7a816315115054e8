package dev.mycelium.agent.learning.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/** What can be said of one column of a table. */
public sealed interface ColumnFacts {

  String name();

  /** {@code numeric} or {@code categorical}. */
  String kind();

  /** Rows without a value. */
  int missing();

  /** Whether it tells one row from no other: at most one value occurs. */
  boolean isConstant();

  /** Its values in a few words. */
  String summary();

  /**
   * A count of equal labels or categories.
   *
   * @param name the label or category
   */
  record Count(String name, int count) {}

  /**
   * A column of numbers; all 0 where none is there.
   *
   * @param scale standard deviation, or 1 where all are equal
   */
  record OfNumbers(
      String name, String kind, int missing, double least, double mean, double most, double scale)
      implements ColumnFacts {
    private static final MathContext FIVE_DIGITS = new MathContext(5);

    static OfNumbers of(String name, double[] values, int[] rows) {
      Moments moments = Moments.of(values, rows);
      double[] there =
          IntStream.of(rows)
              .mapToDouble(row -> values[row])
              .filter(v -> !Double.isNaN(v))
              .toArray();
      return new OfNumbers(
          name,
          "numeric",
          rows.length - there.length,
          IntStream.range(0, there.length).mapToDouble(i -> there[i]).min().orElse(0),
          moments.mean(),
          IntStream.range(0, there.length).mapToDouble(i -> there[i]).max().orElse(0),
          moments.scale());
    }

    /** Its deviation is then 0; the scale by which it is encoded is 1. */
    @Override
    public boolean isConstant() {
      return least == most;
    }

    @Override
    public String summary() {
      return "%s to %s, mean %s, deviation %s"
          .formatted(shortened(least), shortened(most), shortened(mean), shortened(scale));
    }

    private static String shortened(double number) {
      return new BigDecimal(number).round(FIVE_DIGITS).stripTrailingZeros().toPlainString();
    }
  }

  /** A column of words, in the order of the alphabet. */
  record OfWords(String name, String kind, int missing, List<Count> categories)
      implements ColumnFacts {

    public OfWords {
      categories = List.copyOf(categories);
    }

    static OfWords of(String name, int missing, List<String> categories, int[] counts) {
      return new OfWords(
          name,
          "categorical",
          missing,
          IntStream.range(0, counts.length)
              .mapToObj(code -> new Count(categories.get(code), counts[code]))
              .toList());
    }

    @Override
    public boolean isConstant() {
      return categories.stream().filter(category -> category.count() > 0).count() <= 1;
    }

    @Override
    public String summary() {
      String shown =
          categories.stream()
              .limit(5)
              .map(category -> category.name() + " " + category.count())
              .reduce((one, two) -> one + ", " + two)
              .orElse("");
      return categories.size() + ": " + shown + (categories.size() > 5 ? ", ..." : "");
    }
  }
}
