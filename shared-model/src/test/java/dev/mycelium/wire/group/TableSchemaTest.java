package dev.mycelium.wire.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableSchemaTest {
  private static final ColumnSchema AGE = new ColumnSchema.Numeric("age", 40, 38, 4);
  private static final ColumnSchema SEX = new ColumnSchema.Categorical("sex", List.of("f", "m"));

  @Test
  void countsABucketForUnknownCategories() {
    assertThat(new TableSchema(List.of(AGE, SEX), null).width()).isEqualTo(1 + 2 + 1);
  }

  @Test
  void encodesANumberInStandardDeviationsFromTheMean() {
    ColumnSchema.Numeric age = (ColumnSchema.Numeric) AGE;

    assertThat(age.encoded(46)).isEqualTo(2);
    assertThat(age.encoded(Double.NaN)).isEqualTo(0.5);
  }

  @Test
  void restoresTheUnitsOfATarget() {
    TargetScale scale = new TargetScale(10, 4);

    assertThat(scale.encoded(12)).isEqualTo(0.5);
    assertThat(scale.decoded(0.5)).isEqualTo(12);
  }

  @Test
  void admitsTheSameColumnsInAnyOrderWithOtherStatistics() {
    TaskSpec group = task(new TableSchema(List.of(AGE, SEX), null), "no", "yes");
    ColumnSchema others = new ColumnSchema.Categorical("sex", List.of("f", "m", "x"));
    ColumnSchema older = new ColumnSchema.Numeric("age", 70, 70, 9);

    assertThat(group.admits(task(new TableSchema(List.of(others, older), null), "no", "yes")))
        .isTrue();
  }

  @Test
  void admitsNoOtherColumnsKindsOrLabels() {
    TaskSpec group = task(new TableSchema(List.of(AGE, SEX), null), "no", "yes");
    ColumnSchema words = new ColumnSchema.Categorical("age", List.of("young", "old"));

    assertThat(group.admits(task(new TableSchema(List.of(AGE), null), "no", "yes"))).isFalse();
    assertThat(group.admits(task(new TableSchema(List.of(words, SEX), null), "no", "yes")))
        .isFalse();
    assertThat(group.admits(task(new TableSchema(List.of(AGE, SEX), null), "no", "maybe")))
        .isFalse();
    assertThat(group.admits(task(null, "no", "yes"))).isFalse();
  }

  @Test
  void hasTheShapeOfItsSchema() {
    TableSchema schema = new TableSchema(List.of(AGE, SEX), null);

    assertThatThrownBy(
            () ->
                new TaskSpec(
                    TaskKind.CLASSIFICATION, List.of(3), List.of("a", "b"), "accuracy", schema))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("spec.task.input_shape: [3] (expected: [4], the width of the schema)");
  }

  @Test
  void hasATargetInARegressionOnly() {
    assertThatThrownBy(
            () ->
                new TaskSpec(
                    TaskKind.REGRESSION,
                    List.of(1),
                    List.of(),
                    "r2",
                    new TableSchema(List.of(AGE), null)))
        .hasMessage("spec.task.schema.target: null (expected: mean and scale)");
  }

  @Test
  void refusesWhatCannotEncode() {
    assertThatThrownBy(() -> new ColumnSchema.Numeric("age", 0, 0, 0))
        .hasMessage("schema.columns.age.scale: 0.0 (expected: > 0)");
    assertThatThrownBy(() -> new ColumnSchema.Categorical("sex", List.of("f", "f")))
        .hasMessage("schema.columns.sex.categories: [f, f] (expected: no category twice)");
    assertThatThrownBy(() -> new TableSchema(List.of(AGE, AGE), null))
        .hasMessage("schema.columns: [age, age] (expected: no name twice)");
    assertThatThrownBy(() -> new TableSchema(Collections.nCopies(5001, AGE), null))
        .hasMessage("schema.columns: 5001 (expected: 1 to 5000)");
  }

  private static TaskSpec task(@Nullable TableSchema schema, String... labels) {
    List<Integer> shape = List.of(schema == null ? 4 : schema.width());
    return new TaskSpec(
        TaskKind.CLASSIFICATION, shape, List.of(labels), TaskKind.CLASSIFICATION.metric(), schema);
  }
}
