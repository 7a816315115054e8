package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.ScriptedRegistry;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Commands that carry a model from a group or to one, where the registry asks for a token. */
class ModelCommandsTest {
  private static final GroupSpec SPEC =
      new GroupSpec(
          QuadraticLearner.task(2),
          new ModelSpec.Linear(),
          new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7),
          FederationSpec.defaults());

  @TempDir Path folder;
  private final Console console = new Console();
  private ScriptedRegistry registry;

  @BeforeEach
  void begin() throws IOException {
    registry = new ScriptedRegistry();
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void showTheTokenWhenTheyPull() {
    registry.answers(200, "[]");

    assertThat(run("model", "pull", "g")).as(console.err()).isEqualTo(40);
    assertThat(registry.authorizations()).containsExactly("Bearer s3cret");
  }

  @Test
  void showTheTokenWhenTheyImport() {
    registry.answers(200, "{\"group_id\": \"new-1\", \"status\": \"created\"}");
    String state = folder.resolve("state").toString();

    assertThat(run("model", "import", written().toString(), "--state-dir", state))
        .as(console.err())
        .isZero();
    assertThat(console.out()).contains("--group new-1").doesNotContain("s3cret");
    assertThat(registry.requests()).containsExactly("POST /groups");
    assertThat(registry.authorizations()).containsExactly("Bearer s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pull", "import"})
  void believeOnlyTheCertificatesTheyAreGiven(String command) {
    Path missing = folder.resolve("none.pem");
    String state = folder.resolve("state").toString();
    List<String> line = new ArrayList<>(List.of("model", command, written().toString()));
    line.addAll(List.of("--ca", missing.toString()));
    if (command.equals("import")) {
      line.addAll(List.of("--state-dir", state));
    }

    assertThat(run(line.toArray(String[]::new))).isEqualTo(2);
    assertThat(console.err()).contains(missing.toString()).hasLineCount(1);
  }

  private Path written() {
    Path file = folder.resolve("model.safetensors");
    new PulledModel(
            SPEC,
            Network.of(SPEC.model(), SPEC.task()).initial(7),
            Map.of("spec", JsonMapper.shared().writeValueAsString(SPEC)))
        .writeTo(file);
    return file;
  }

  private int run(String... line) {
    List<String> whole = new ArrayList<>(List.of(line));
    whole.add("--registry=" + registry.uri());
    console.environment.put("MYCELIUM_TOKEN", "s3cret");
    return console.run(whole.toArray(String[]::new));
  }
}
