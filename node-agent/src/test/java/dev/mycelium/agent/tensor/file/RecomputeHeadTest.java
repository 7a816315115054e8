package dev.mycelium.agent.tensor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stranger's program of {@code src/test/verify} against what our classes stored. */
class RecomputeHeadTest {
  private static final Path PROGRAM = Path.of("../src/test/verify/RecomputeHead.java");
  private static final TensorLayout DENSE =
      TensorLayout.of(
          TensorSpec.of("dense0.weight", 50, 61),
          TensorSpec.of("dense \"\u00e9\".bias"),
          TensorSpec.of("none", 0));

  @TempDir Path state;
  private final RandomGenerator random = SomeTensors.seeded(7);
  private PayloadBlobs payloads;
  private BlobStore blobs;
  private Payload head;
  private Sha256 headSha;

  @BeforeEach
  void foundAGroup() {
    blobs = BlobStore.open(state.resolve("blobs"), new BlobLimits(1 << 20, 1 << 24));
    payloads = new PayloadBlobs(blobs);
    head = somePayload(1);
    headSha = payloads.put(head);
  }

  @Test
  void recomputesEveryHead() throws Exception {
    Sha256 first = completeRound(1);
    Sha256 second = completeRound(2);

    Result result = run();

    assertThat(result.lines())
        .containsExactly(
            "round 1 epoch 4 version 1: OK " + first,
            "round 2 epoch 4 version 2: OK " + second,
            "2 recomputed, 0 differ");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void noticesAnUpdateOfAnotherWeight() throws Exception {
    completeRound(1);
    Path submission = attempt(1).resolve("submissions/node-2.json");
    Files.writeString(
        submission, Files.readString(submission).replace("\"examples\":", "\"examples\":1"));

    Result result = run();

    assertThat(result.lines().get(0)).startsWith("round 1 epoch 4 version 1: MISMATCH recomputed ");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Sha256 parent = headSha;
    completeRound(1);
    blobs.delete(parent);

    Result result = run();

    assertThat(result.lines())
        .containsExactly(
            "round 1 epoch 4 version 1: MISSING blob " + parent, "0 recomputed, 0 differ");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void noticesThatWhatWasTrainedFromIsNoRoundsHead() throws Exception {
    completeRound(1);
    write(
        1,
        "manifest.json",
        "{\"round\": 1, \"head\": {\"sha\": \"%s\", \"round\": 0, \"epoch\": 4}}"
            .formatted(payloads.put(somePayload(9))));
    Files.createDirectories(attempt(0));
    write(0, "outcome.json", "{\"outcome\": \"rejected\", \"head\": null}");

    Result result = run();

    assertThat(result.lines().get(0))
        .isEqualTo(
            "round 1 epoch 4 version 1: MISMATCH neither the parent nor the provisional head of"
                + " round 0");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  /** Four members answer; the last is refused and not counted. */
  private Sha256 completeRound(int round) throws IOException {
    Files.createDirectories(attempt(round).resolve("submissions"));
    List<Contribution> counted = new ArrayList<>();
    for (int member = 4; member >= 1; member--) {
      Contribution contribution = contribution(member);
      submit(round, contribution);
      if (member < 4) {
        counted.add(contribution);
      }
    }
    Aggregation result = new FedAvg().aggregate(head, new Cohort(counted));
    Sha256 parent = headSha;
    head = ((Aggregation.Aggregated) result).head();
    headSha = payloads.put(head);
    write(
        round,
        "manifest.json",
        "{\"round\": %d, \"head\": {\"sha\": \"%s\"}}".formatted(round, parent));
    write(
        round,
        "outcome.json",
        """
        {"outcome": "completed", "counted": [%s], "figures": {"loss": -1.5e-3, "ok": true},
         "head": {"version": %d, "parent_sha": "%s", "sha": "%s", "epoch": 4, "round": %d}}
        """
            .formatted(names(counted), round, parent, headSha, round));
    return headSha;
  }

  private Contribution contribution(int member) {
    long examples = random.nextLong(1, 1000);
    return new Contribution(new NodeId("node-" + member), somePayload(0.01), examples);
  }

  private void submit(int round, Contribution contribution) throws IOException {
    write(
        round,
        "submissions/" + contribution.node() + ".json",
        "{\"node_id\":\"%s\",\"update_sha\":\"%s\",\"examples\":%d}"
            .formatted(
                contribution.node(),
                payloads.put((Payload) contribution.delta()),
                contribution.examples()));
  }

  private static String names(List<Contribution> contributions) {
    return contributions.stream()
        .map(contribution -> "\"" + contribution.node() + "\"")
        .collect(Collectors.joining(", "));
  }

  private Payload somePayload(double scale) {
    Tensors momentum = SomeTensors.aTensors(TensorLayout.of(TensorSpec.of("v", 9)), scale, random);
    return new Payload(
        Map.of("model", SomeTensors.aTensors(DENSE, scale, random), "momentum", momentum));
  }

  private Path attempt(int round) {
    return state.resolve("rounds/8c5e1f0a-0000-4000-8000-000000000001").resolve(round + "-4");
  }

  private void write(int round, String name, String json) throws IOException {
    Files.writeString(attempt(round).resolve(name), json);
  }

  private Result run() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-Dfile.encoding=UTF-8", PROGRAM.toString(), state.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(output.lines().toList(), process.waitFor());
  }

  private record Result(List<String> lines, int exitCode) {}
}
