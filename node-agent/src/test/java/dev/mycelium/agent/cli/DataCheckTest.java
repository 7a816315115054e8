package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DataCheckTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String patients = "";

  @BeforeEach
  void writePatients() throws IOException {
    StringBuilder text = new StringBuilder("age,ward,sick\n");
    for (int i = 0; i < 20; i++) {
      text.append(30 + i).append(i % 3 == 0 ? ",A," : ",B,").append(i % 2).append('\n');
    }
    patients = table("patients.csv", text.toString());
  }

  @Test
  void saysWhatTheDataIsAndWhatWouldLeave() {
    assertThat(check(patients)).isZero();

    assertThat(out.toString())
        .contains("patients: 20 examples, 16 to train on, 4 held out; classification, input [4]")
        .containsPattern("1 +10 +50.0 %")
        .containsPattern("ward +categorical +0 +2: A 7, B 13")
        .contains("would leave this node", "the 2 categories of column \"ward\": A, B");
  }

  @Test
  void saysTheSameAsJson() {
    assertThat(check(patients, "--json")).isZero();

    JsonNode found = JsonMapper.shared().readTree(out.toString());
    assertThat(found.get("examples").intValue()).isEqualTo(20);
    assertThat(found.get("input_shape").get(0).intValue()).isEqualTo(4);
    assertThat(found.get("classes").get(1).get("count").intValue()).isEqualTo(10);
  }

  @Test
  void writesASchemaThatOthersCanReadBy() throws IOException {
    String agreed = folder.resolve("agreed.json").toString();
    String other = table("other.csv", "age,ward,sick\n70,C,1\n80,A,1\n");

    assertThat(check(patients, "--write-schema", agreed)).isZero();
    assertThat(check(other)).as("one class only").isEqualTo(20);
    assertThat(check(other, "--schema", agreed)).isZero();

    assertThat(out.toString()).contains("other: 2 examples").contains("input [4]");
  }

  @Test
  void scoresOnOtherDataIfTold() throws IOException {
    String other = table("other.csv", "sick,ward,age\n1,C,70\n0,A,80\n1,A,80\n");

    assertThat(check(patients, "--validation", other)).isZero();

    assertThat(out.toString()).contains("20 to train on, 3 held out");
  }

  @Test
  void refusesValidationDataOfAnotherKind() throws IOException {
    String stranger = table("stranger.csv", "sick,ward\n1,C\n0,A\n");

    assertThat(check(patients, "--validation", stranger)).isEqualTo(20);
    assertThat(err.toString()).contains("also age, which the schema has").hasLineCount(1);
  }

  @Test
  void refusesASchemaThatIsNone() throws IOException {
    Path agreed = Files.writeString(folder.resolve("agreed.json"), "{\"kind\": \"ranking\"}");

    assertThat(check(patients, "--schema", agreed.toString())).isEqualTo(20);
    assertThat(err.toString()).contains("--schema " + agreed).hasLineCount(1);
  }

  @Test
  void saysInWhichLineDataIsWrong() throws IOException {
    assertThat(check(table("bad.csv", "age,sick\n1,0\n2\n"))).isEqualTo(20);

    assertThat(err.toString()).contains("line 3: values: 1 (expected: 2").hasLineCount(1);
  }

  private String table(String name, String text) throws IOException {
    return "csv:" + Files.writeString(folder.resolve(name), text) + "?label=sick";
  }

  private int check(String data, String... options) {
    List<String> line = new ArrayList<>(List.of("data", "check", data));
    line.addAll(List.of(options));
    return Mycelium.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }
}
