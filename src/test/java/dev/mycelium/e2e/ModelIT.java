package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.ModelText;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.ModelFile;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A model goes into the network and comes out, is tried, and goes on in another group. */
class ModelIT {
  @RegisterExtension static final Network network = new Network();

  private static final TaskSpec DIGITS =
      new TaskSpec(
          TaskKind.CLASSIFICATION,
          List.of(1, 28, 28),
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          "accuracy",
          null);
  private static final dev.mycelium.agent.learning.Network FEW_DIGITS_MODEL =
      dev.mycelium.agent.learning.Network.of(ModelText.parse("mlp:32"), DIGITS);
  private static final Pattern FOUNDED = Pattern.compile("group ([0-9a-f-]{36}) goes on");

  @Test
  void aModelIsPulledTriedAndImported() throws IOException {
    Path file = network.directory().resolve("model.safetensors");
    String group = pull(file);

    JsonNode score = evaluate(file);
    List<String> answers = predict(file);
    String next = importInto(file, "successor");
    Head first = bring(next, "successor");

    assertThat(score.path("accuracy").asDouble()).isGreaterThan(0.5);
    assertThat(score.path("examples").asLong()).isEqualTo(2000);
    assertThat(answers).hasSize(2001);
    assertThat(answers.get(0)).startsWith("example,prediction,p_0,p_1");
    assertThat(answers.get(2000)).matches("1999,\\d(,[01]\\.\\d{6}){10}");
    assertThat(network.client().heads(group))
        .anySatisfy(head -> assertThat(head.sha()).isEqualTo(first.sha()));
  }

  /** Trains three rounds alone, beginning with a file, and fetches what came of them. */
  private static String pull(Path file) throws IOException {
    Path weights = network.directory().resolve("weights.safetensors");
    Tensors given = FEW_DIGITS_MODEL.initial(99);
    try (OutputStream out = Files.newOutputStream(weights)) {
      new ModelFile(given, Map.of()).writeTo(out);
    }
    AgentProcess agent = network.start("founder", "--initial-weights", weights.toString());
    String group = agent.groupId();
    Deadline.await("three rounds").until(() -> agent.scoredVersion() >= 3);
    assertThat(network.client().heads(group))
        .anySatisfy(
            head -> {
              assertThat(head.version()).isZero();
              assertThat(head.sha()).isEqualTo(sha(given));
            });
    run(
        "pull",
        "model",
        "pull",
        group.substring(0, 13),
        "-o",
        file.toString(),
        "--registry",
        registry());
    agent.terminate();
    int unused = agent.awaitExit();
    return group;
  }

  private static Sha256 sha(Tensors model) {
    BlobLimits limits = new BlobLimits(1 << 20, 1 << 20);
    BlobStore blobs = BlobStore.open(network.directory().resolve("expected"), limits);
    return new PayloadBlobs(blobs).put(Payload.ofModel(model));
  }

  private static JsonNode evaluate(Path file) {
    return RegistryClient.JSON.readTree(
        run(
            "evaluate",
            "model",
            "evaluate",
            file.toString(),
            "--data",
            Network.FEW_DIGITS,
            "--json"));
  }

  private static List<String> predict(Path file) throws IOException {
    Path answers = network.directory().resolve("answers.csv");
    run(
        "predict",
        "model",
        "predict",
        file.toString(),
        "--data",
        Network.FEW_DIGITS,
        "-o",
        answers.toString());
    return Files.readAllLines(answers);
  }

  private static String importInto(Path file, String agent) {
    String said =
        run(
            "import",
            "model",
            "import",
            file.toString(),
            "--registry",
            registry(),
            "--state-dir",
            network.directory().resolve(agent).toString());
    Matcher group = FOUNDED.matcher(said);
    assertThat(group.find()).as(said).isTrue();
    return group.group(1);
  }

  /** A stranger that joins first can only wait; the agent with the model lets the group begin. */
  private static Head bring(String group, String agent) {
    AgentProcess stranger = network.start("stranger", "--group", group);
    assertThat(stranger.groupId()).isEqualTo(group);
    Deadline.await("the stranger coordinates")
        .until(() -> network.client().group(group).coordinator() != null);
    GroupView waiting = network.client().group(group);
    assertThat(waiting.condition()).isNotNull();
    assertThat(waiting.condition().code()).isEqualTo("NO_INITIAL_WEIGHTS");

    AgentProcess bringer = network.start(agent, "--group", group);
    assertThat(bringer.groupId()).isEqualTo(group);
    Deadline.await("version 0").until(() -> !network.client().heads(group).isEmpty());
    return network.client().heads(group).get(0);
  }

  private static String registry() {
    return network.registry().uri().toString();
  }

  private static String run(String name, String... arguments) {
    AgentProcess command = network.startPlain(name, Network.home(), arguments);
    assertThat(command.awaitExit()).as(command.transcript()).isZero();
    return command.out();
  }
}
