package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader against published tables and what is known of them. */
class RealTablesTest {
  private static final String HEART = "tabular-crosssilo/heart-disease/processed.";

  /** Counts by UCI's adult.names: 24.08 % of 32,561 above 50K, 8 columns of words. */
  @Test
  void readsTheCensusAndEncodesItsTestFileTheSame() {
    Dataset train = SharedDatasets.load("csv", "tabular/adult-train.csv.gz", "?label=-1");
    Dataset test = SharedDatasets.load("csv", "tabular/adult-test.csv.gz", "?label=-1");
    TaskSpec group = task(train);

    assertThat(train.labels()).containsExactly("<=50K", ">50K").isEqualTo(test.labels());
    assertThat(train.train().size()).isEqualTo(32_561);
    assertThat(IntStream.of(train.train().strata()).sum()).isEqualTo(7841);
    assertThat(schema(group).columns().stream().map(ColumnSchema::kind))
        .filteredOn("categorical"::equals)
        .hasSize(8);
    assertThat(group.inputShape()).containsExactly(6 + 8 + (8 + 16 + 7 + 14 + 6 + 5 + 2 + 41));
    assertThat(group.admits(task(test))).isTrue();
    assertThat(test.train().encoded(group).inputs()).isEqualTo(group.inputs());
  }

  /** Means of the published table: age 38.58, hours per week 40.44. */
  @Test
  void agreesWithThePublishedStatisticsOfTheCensus() {
    Dataset train = SharedDatasets.load("csv", "tabular/adult-train.csv.gz", "?label=-1");

    List<ColumnSchema> columns = schema(task(train)).columns();

    assertThat(((ColumnSchema.Numeric) columns.get(0)).mean()).isBetween(38.581, 38.582);
    assertThat(((ColumnSchema.Numeric) columns.get(12)).mean()).isBetween(40.437, 40.438);
  }

  @ParameterizedTest
  @CsvSource({
    "cleveland, 303, 139",
    "hungarian, 294, 106",
    "switzerland, 123, 115",
    "va, 200, 149"
  })
  void readsEachHospitalForOneGroup(String hospital, int patients, int sick) {
    String options = "?label=target&positive=1|2|3|4&name=heart";
    Dataset cleveland = SharedDatasets.load("csv", HEART + "cleveland.data", options);
    Dataset dataset = SharedDatasets.load("csv", HEART + hospital + ".data", options);

    TaskSpec group = task(cleveland);

    assertThat(dataset.name()).isEqualTo("heart");
    assertThat(dataset.train().size()).isEqualTo(patients);
    assertThat(IntStream.of(dataset.train().strata()).sum()).isEqualTo(sick);
    assertThat(group.admits(task(dataset))).isTrue();
    assertThat(dataset.train().encoded(group).inputs()).isEqualTo(13);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tabular/iris.csv; ?label=-1; 150; 4; 3",
        "tabular/wine.csv; ?label=-1; 178; 13; 3",
        "tabular/german.csv.gz; ?label=-1; 1000; 74; 2",
        "tabular/sonar.csv.gz; ?label=-1; 208; 60; 2",
        "tabular/ionosphere.csv.gz; ?label=-1; 351; 34; 2",
        "tabular/banknote_authentication.csv; ?label=-1; 1372; 4; 2",
        "tabular/bank-additional.csv.gz; ?label=y; 4120; 72; 2",
        "tabular/breast-cancer.csv; ?label=-1; 286; 52; 2",
        "tabular/wdbc.data.gz; ?label=1&ignore=0; 569; 30; 2",
        "tabular/abalone.csv.gz; ?label=-1&task=regression; 4177; 11; 0",
        "tabular/cal_housing.data.gz; ?label=-1&task=regression; 20640; 8; 0",
        "tabular-crosssilo/wine-quality/winequality-white.csv.gz; ?label=-1&task=regression; 4898; 11; 0",
      })
  void readsPublishedTables(String file, String options, int rows, int inputs, int classes) {
    Dataset table = SharedDatasets.load("csv", file, options);
    TaskSpec task = task(table);
    Examples examples = table.train().encoded(task);

    assertThat(examples.size()).isEqualTo(rows);
    assertThat(examples.inputs()).isEqualTo(inputs);
    assertThat(table.labels()).hasSize(classes);
    assertThat(inputsOf(examples)).allMatch(Float::isFinite).hasSize(rows * inputs);
  }

  private static List<Float> inputsOf(Examples examples) {
    float[] row = new float[examples.inputs()];
    return IntStream.range(0, examples.size())
        .boxed()
        .flatMap(
            i -> {
              examples.copyInputs(i, row, 0);
              return IntStream.range(0, row.length).mapToObj(k -> row[k]);
            })
        .toList();
  }

  private static TaskSpec task(Dataset dataset) {
    return dataset.train().task(dataset.labels());
  }

  private static TableSchema schema(TaskSpec task) {
    return Objects.requireNonNull(task.schema());
  }
}
