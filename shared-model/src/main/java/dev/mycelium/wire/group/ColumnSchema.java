package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import java.util.HashSet;
import java.util.List;

/** How one column of a table becomes numbers, the same for every member of a group. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ColumnSchema.Numeric.class, name = "numeric"),
  @JsonSubTypes.Type(value = ColumnSchema.Categorical.class, name = "categorical")
})
public sealed interface ColumnSchema {
  /** Longest name of a column or category. */
  int LONGEST_NAME = 200;

  /** Most categories in one column; more is an identifier and not a category. */
  int MOST_CATEGORIES = 1000;

  String name();

  /** Name of the kind of column: what another node's column must be, too. */
  String kind();

  /** Numbers that a value becomes. */
  int width();

  /**
   * One number x, encoded as (x - mean) / scale.
   *
   * @param imputation stands for a missing value
   * @param scale usually the standard deviation; above zero
   */
  record Numeric(
      @JsonProperty("name") String name,
      @JsonProperty("imputation") double imputation,
      @JsonProperty("mean") double mean,
      @JsonProperty("scale") double scale)
      implements ColumnSchema {
    public Numeric {
      name = Expect.text(name, "schema.columns.name", LONGEST_NAME);
      Expect.finite(imputation, "schema.columns." + name + ".imputation");
      Expect.finite(mean, "schema.columns." + name + ".mean");
      Expect.positive(scale, "schema.columns." + name + ".scale");
    }

    @Override
    public String kind() {
      return "numeric";
    }

    @Override
    public int width() {
      return 1;
    }

    /** The number that stands for {@code value}; NaN is a missing one. */
    public double encoded(double value) {
      return ((Double.isNaN(value) ? imputation : value) - mean) / scale;
    }
  }

  /**
   * One word of a list, encoded as a 1 at its place among zeros; one more place, the last, is the
   * bucket for words that are not listed and for missing ones.
   */
  record Categorical(
      @JsonProperty("name") String name, @JsonProperty("categories") List<String> categories)
      implements ColumnSchema {
    public Categorical {
      name = Expect.text(name, "schema.columns.name", LONGEST_NAME);
      String field = "schema.columns." + name + ".categories";
      categories = List.copyOf(Expect.present(categories, field, "a list of words"));
      Expect.inRange(categories.size(), field, 0, MOST_CATEGORIES);
      categories.forEach(category -> Expect.text(category, field, LONGEST_NAME));
      if (new HashSet<>(categories).size() != categories.size()) {
        throw InvalidFieldException.of(field, categories, "no category twice");
      }
    }

    @Override
    public String kind() {
      return "categorical";
    }

    @Override
    public int width() {
      return categories.size() + 1;
    }

    /** Place of the bucket for everything that is not listed. */
    public int unknown() {
      return categories.size();
    }
  }
}
