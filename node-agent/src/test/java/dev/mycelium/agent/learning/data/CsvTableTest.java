package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  private static final String PATIENTS =
      """
      age,ward,sick
      40, A ,yes
      ?,B,no
      50,,yes.
      60,A,no
      """;

  @TempDir Path folder;

  @Test
  void findsNumbersWordsAndClasses() throws IOException {
    Dataset patients = load(PATIENTS, "?label=sick");

    TaskSpec task = patients.train().task(patients.labels());

    assertThat(patients.labels()).containsExactly("no", "yes");
    assertThat(task.kind()).isEqualTo(TaskKind.CLASSIFICATION);
    assertThat(task.inputShape()).containsExactly(1 + 3);
    assertThat(schema(task).columns())
        .extracting(ColumnSchema::name, ColumnSchema::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("age", "numeric"),
            org.assertj.core.groups.Tuple.tuple("ward", "categorical"));
  }

  /** Ages 40, 50 and 60: mean 50, standard deviation sqrt(200/3). */
  @Test
  void encodesByMeanAndDeviationWithABucketForTheUnknown() throws IOException {
    Dataset patients = load(PATIENTS, "?label=sick");
    TaskSpec task = patients.train().task(patients.labels());

    float[][] rows = rows(patients.train().encoded(task));

    float deviation = (float) (-10 / Math.sqrt(200 / 3.0));
    assertThat(rows[0]).containsExactly(new float[] {deviation, 1, 0, 0}, within(1e-6f));
    assertThat(rows[1]).containsExactly(0, 0, 1, 0);
    assertThat(rows[2]).containsExactly(0, 0, 0, 1);
    assertThat(patients.train().strata()).containsExactly(1, 0, 1, 0);
  }

  @Test
  void encodesBySomeoneElsesSchema() throws IOException {
    Dataset founder = load("ward,age,sick\nC,10,no\nA,30,yes\n", "?label=sick");
    Dataset patients = load(PATIENTS, "?label=sick");
    TaskSpec group = founder.train().task(founder.labels());

    float[][] rows = rows(patients.train().encoded(group));

    assertThat(group.admits(patients.train().task(patients.labels()))).isTrue();
    assertThat(rows[0]).as("A, 40").containsExactly(1, 0, 0, 2);
    assertThat(rows[1]).as("B, missing").containsExactly(0, 0, 1, 0);
  }

  @Test
  void scalesBothInputsAndTargetOfARegression() throws IOException {
    Dataset houses = load("rooms;price\n1;100\n3;300\n", "?label=price&task=regression");
    TaskSpec task = houses.train().task(houses.labels());

    Examples examples = houses.train().encoded(task);

    assertThat(houses.labels()).isEmpty();
    assertThat(task.metric()).isEqualTo("r2");
    assertThat(examples.target(0)).isEqualTo(-1);
    assertThat(examples.target(1)).isEqualTo(1);
    assertThat(Objects.requireNonNull(schema(task).target()).decoded(1)).isEqualTo(300);
  }

  @Test
  void takesStatisticsFromTheGivenRowsOnly() throws IOException {
    Dataset dataset = load("x,y\n1,a\n3,b\n1000,a\n", "?label=y");

    TaskSpec task = dataset.train().subset(new int[] {0, 1}).task(dataset.labels());

    assertThat(schema(task).columns()).containsExactly(new ColumnSchema.Numeric("x", 2, 2, 1));
  }

  @Test
  void readsQuotedFieldsAsTheStandardSays() throws IOException {
    Dataset dataset =
        load(
            "\uFEFFname,\"the \"\"label\"\"\"\r\n\r\n \"a, b\" ,x\r\n\"say \"\"hi\"\"\",\"y\"",
            "?label=the \"label\"");

    assertThat(((ColumnSchema.Categorical) columns(dataset).get(0)).categories())
        .containsExactly("a, b", "say \"hi\"");
    assertThat(dataset.labels()).containsExactly("x", "y");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void findsTheDelimiter(String delimiter) throws IOException {
    String text = "a,b,y\n1,2,u\n3,4,v\n".replace(",", delimiter);

    assertThat(columns(load(text, "?label=y"))).hasSize(2);
    assertThat(columns(load("a:b:y\n1:2:u\n3:4:v\n", "?label=y&delimiter=:"))).hasSize(2);
  }

  @Test
  void countsColumnsWhereNoLineNamesThem() throws IOException {
    String text = "1,u,2\n3,v,4\n";

    assertThat(load(text, "?label=1").labels()).containsExactly("u", "v");
    assertThat(load(text, "?label=-2").labels()).containsExactly("u", "v");
    assertThat(columns(load(text, "?label=c1")))
        .extracting(ColumnSchema::name)
        .containsExactly("c0", "c2");
    assertThat(load("u,v\nw,x\n", "?label=1").train().size()).isEqualTo(2);
    assertThat(load("u,v\nw,x\ny,z\n", "?label=1&header=true").train().size()).isEqualTo(2);
  }

  @Test
  void makesTwoClassesOfMany() throws IOException {
    Dataset stages = load("x,stage\n1,0\n2,3\n3,1.0\n4,2\n", "?label=stage&positive=1|2|3");

    assertThat(stages.labels()).containsExactly("negative", "positive");
    assertThat(stages.train().strata()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void sortsClassesThatAreNumbersByTheirSize() throws IOException {
    assertThat(load("x,y\n1,10\n2,9.0\n3,10.\n", "?label=y").labels()).containsExactly("9", "10");
  }

  @Test
  void takesNumbersForNamesAndLeavesColumnsOutIfTold() throws IOException {
    Dataset dataset = load("id,cp,y\n1,3,u\n2,1,v\n", "?label=y&ignore=id&categorical=cp");

    assertThat(columns(dataset))
        .containsExactly(new ColumnSchema.Categorical("cp", List.of("1", "3")));
  }

  @Test
  void saysWhyAColumnOfNumbersBecameCategories() throws IOException {
    String rows = "1,u\n".repeat(30) + "n/a,v\n";

    assertThat(load("x,y\n" + rows, "?label=y").notes())
        .containsExactly(
            "column \"x\" is read as categories: 1 of 31 values are no numbers, the first \"n/a\""
                + " in line 32");
  }

  @Test
  void leavesOutRowsWithoutALabel() throws IOException {
    Dataset dataset = load("x,y\n1,u\n2,?\n3,v\n", "?label=y");

    assertThat(dataset.train().size()).isEqualTo(2);
    assertThat(dataset.notes()).containsExactly("1 rows without a label are left out");
  }

  @Test
  void holdsToAnAgreedSchema() throws IOException {
    Dataset founder = load("age,ward,sick\n30,A,no\n50,B,yes\n", "?label=sick");
    TaskSpec agreed = founder.train().task(founder.labels());

    Dataset patients = agreed("age,extra,ward,sick\n40,1,A,yes\n", agreed);

    assertThat(patients.labels()).containsExactly("no", "yes");
    assertThat(patients.train().strata()).containsExactly(1);
    assertThat(patients.notes())
        .containsExactly("column \"extra\" is left out: the schema lacks it");
    assertThatThrownBy(() -> agreed("age,ward,sick\nold,A,yes\n", agreed))
        .hasMessage(file() + ": line 2: column \"age\": \"old\" (expected: a number)");
    assertThatThrownBy(() -> agreed("age,ward,sick\n3,A,maybe\n", agreed))
        .hasMessage(
            file() + ": line 2: label \"sick\": \"maybe\" (expected: one of the agreed no, yes)");
    assertThatThrownBy(() -> agreed("age,sick\n3,yes\n", agreed))
        .hasMessage(file() + ": columns: age (expected: also ward, which the schema has)");
  }

  @Test
  void cutsUpRowsLikeImages() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 40; i++) {
      text.append(i).append(',').append(i % 4).append('\n');
    }

    Dataset part = load(text.toString(), "?label=y&partition=shards:1&shard=2/4");

    assertThat(part.train().size()).isEqualTo(10);
    assertThat(part.train().strata()).containsOnly(part.train().strata()[0]);
    assertThat(part.labels()).containsExactly("0", "1", "2", "3");
    assertThatThrownBy(() -> load(text.toString(), "?label=y&rotate=90"))
        .isInstanceOf(DataSpecException.class)
        .hasMessage("rotate: given for a table (expected: only with images)");
  }

  @Test
  void partitionsARegressionByTenthsOfItsTarget() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 20; i++) {
      text.append("1,").append(100 - i).append('\n');
    }

    Dataset dataset = load(text.toString(), "?label=y&task=regression");

    assertThat(dataset.train().strata())
        .containsExactly(9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0);
  }

  @Test
  void keepsEveryRowInOrderWhereNoAnswersAreWanted() throws IOException {
    Dataset patients = load(PATIENTS, "?label=sick");
    TaskSpec task = patients.train().task(patients.labels());
    Files.writeString(file(), "age,ward,sick\n60,A,\n40,B,maybe\n?,C,?\n50,A,yes\n");

    Dataset labelled = unanswered("csv:t.csv?label=sick", task);
    Files.writeString(file(), "ward,age\nA,60\nB,40\nC,\nA,50\n");
    Dataset bare = unanswered("csv:t.csv", task);

    float[][] rows = rows(labelled.train().encoded(task));
    assertThat(labelled.labels()).containsExactly("no", "yes");
    assertThat(labelled.notes()).isEmpty();
    assertThat(rows).hasDimensions(4, 4).isDeepEqualTo(rows(bare.train().encoded(task)));
    assertThat(rows[0][0]).isPositive();
    assertThat(rows[1][0]).isNegative();
    assertThat(rows[2]).containsExactly(0, 0, 0, 1);
  }

  /** A first row with a missing value is no line of names. */
  @Test
  void losesNoRowToAHeaderThatIsNone() throws IOException {
    Dataset known = load("1,2,no\n3,4,yes\n", "?label=-1");
    TaskSpec task = known.train().task(known.labels());
    Files.writeString(file(), "1,\n3,4\n");

    assertThat(unanswered("csv:t.csv", task).train().size()).isEqualTo(2);
  }

  private Dataset unanswered(String spec, TaskSpec task) {
    return new Datasets(folder, folder).load(DataSpec.parseUnanswered(spec), task);
  }

  private Dataset load(String text, String options) throws IOException {
    Files.writeString(file(), text);
    return new Datasets(folder, folder).load(DataSpec.parse("csv:t.csv" + options));
  }

  private Dataset agreed(String text, TaskSpec agreed) throws IOException {
    Files.writeString(file(), text);
    return new Datasets(folder, folder).load(DataSpec.parse("csv:t.csv?label=sick"), agreed);
  }

  private Path file() {
    return folder.resolve("t.csv");
  }

  private static List<ColumnSchema> columns(Dataset dataset) {
    return schema(dataset.train().task(dataset.labels())).columns();
  }

  private static TableSchema schema(TaskSpec task) {
    return Objects.requireNonNull(task.schema());
  }

  private static float[][] rows(Examples examples) {
    float[][] rows = new float[examples.size()][examples.inputs()];
    for (int i = 0; i < rows.length; i++) {
      examples.copyInputs(i, rows[i], 0);
    }
    return rows;
  }
}
