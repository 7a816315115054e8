package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.ModelLayout;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.NamePattern;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A model that calls those above 50 sick, and what the commands make of tables with gaps. */
class TriedModelTest {
  private static final String GAPS = "age,sick\n60,\n20,no\n30,?\n70,yes\n";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeModel() throws IOException {
    writeModel(FederationSpec.defaults());
  }

  private void writeModel(FederationSpec federation) throws IOException {
    Files.writeString(folder.resolve("known.csv"), "age,sick\n40,no\n60,yes\n");
    Dataset known = new Datasets(folder, folder).load(DataSpec.parse("csv:known.csv?label=sick"));
    TaskSpec task = known.train().task(known.labels());
    GroupSpec spec =
        new GroupSpec(
            task,
            new ModelSpec.Linear(),
            new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 10, 1, 1),
            federation);
    TensorLayout layout = ModelLayout.of(spec.model(), task);
    float[] values = new float[layout.elements()];
    values[layout.offset("dense0.weight") + 1] = 1;
    Map<String, String> metadata = Map.of("spec", JsonMapper.shared().writeValueAsString(spec));
    new PulledModel(spec, Tensors.of(layout, values), metadata).writeTo(model());
  }

  @Test
  void answersToEveryRowUnderItsNumber() throws IOException {
    assertThat(answers(GAPS, "?label=sick")).containsExactly("0,yes", "1,no", "2,no", "3,yes");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void refusesAModelOfWhichItsMembersKeepAPart() throws IOException {
    writeModel(FederationSpec.defaults().withPersonal(List.of(new NamePattern("*.bias"))));

    String answers = folder.resolve("answers.csv").toString();

    assertThat(run("predict", GAPS, "?label=sick", "-o", answers))
        .isEqualTo(ExitCode.MODEL_INVALID.number());
    assertThat(err.toString())
        .contains("without the tensors that stay with the group's members, [*.bias]");
  }

  @Test
  void answersToRowsWithoutLabels() throws IOException {
    assertThat(answers("name,age\nAnn,60\nBob,20\n", "")).containsExactly("0,yes", "1,no");
    assertThat(err.toString()).contains("note: column \"name\" is left out: the schema lacks it");
  }

  @Test
  void scoresRowsWithLabelsAndCountsTheOthersAloud() throws IOException {
    assertThat(run("evaluate", GAPS, "?label=sick")).isZero();

    assertThat(out.toString()).startsWith("accuracy 1.0000").contains("on 2 examples");
    assertThat(err.toString()).contains("note: 2 rows without a label are left out");
  }

  /** Number and prediction of each row. */
  private List<String> answers(String table, String options) throws IOException {
    Path answers = folder.resolve("answers.csv");
    assertThat(run("predict", table, options, "-o", answers.toString())).as("%s", err).isZero();
    return Files.readAllLines(answers).stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
        .toList();
  }

  private int run(String command, String table, String options, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("tried.csv"), table);
    List<String> line =
        new ArrayList<>(
            List.of("model", command, model().toString(), "--data", "csv:" + file + options));
    line.addAll(List.of("--device", "cpu"));
    line.addAll(List.of(more));
    return Mycelium.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }

  private Path model() {
    return folder.resolve("model.safetensors");
  }
}
