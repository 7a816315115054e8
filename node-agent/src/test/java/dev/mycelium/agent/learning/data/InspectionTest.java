package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.data.ColumnFacts.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
  @TempDir Path folder;

  @Test
  void countsClassesMissingConstantsAndDuplicates() throws IOException {
    Inspection found =
        inspect("age,ward,unit,sick\n40,A,1,no\n?,B,1,no\n40,A,1,no\n40,A,1,yes\n", "?label=sick");

    assertThat(found.examples()).isEqualTo(4);
    assertThat(found.classes()).containsExactly(new Count("no", 3), new Count("yes", 1));
    assertThat(found.duplicates()).isEqualTo(1);
    assertThat(found.columns())
        .extracting(ColumnFacts::summary)
        .containsExactly(
            "40 to 40, mean 40, deviation 1", "2: A 3, B 1", "1 to 1, mean 1, deviation 1");
    assertThat(found.odd())
        .containsExactly(
            "class \"no\" has only 3 examples",
            "class \"yes\" has only 1 examples",
            "column \"age\": the same value everywhere",
            "column \"age\": 1 values (25.0 %) missing",
            "column \"ward\": 2 categories occur fewer than 5 times",
            "column \"unit\": the same value everywhere",
            "1 of 4 examples equal an earlier one");
  }

  @Test
  void saysWhatAFounderWouldTellOthers() throws IOException {
    Inspection found =
        inspect("age,ward,bill\n40,A,1\n50,B,2\n60,B,3\n", "?label=bill&task=regression");

    assertThat(found.classes()).isEmpty();
    assertThat(found.columns()).last().extracting(ColumnFacts::name).isEqualTo("(target)");
    assertThat(found.leaves())
        .hasSize(4)
        .anyMatch(text -> text.endsWith("the 2 categories of column \"ward\": A, B"))
        .anyMatch(text -> text.endsWith("mean and standard deviation of the columns age"))
        .anyMatch(text -> text.endsWith("mean and standard deviation of the target"));
  }

  private Inspection inspect(String text, String options) throws IOException {
    Files.writeString(folder.resolve("t.csv"), text);
    Dataset data = new Datasets(folder, folder).load(DataSpec.parse("csv:t.csv" + options));
    HoldoutSplit split = data.split(0.2, 1);
    return Inspection.of(data, split, split.train().task(data.labels()));
  }
}
