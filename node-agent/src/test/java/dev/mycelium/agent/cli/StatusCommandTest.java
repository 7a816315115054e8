package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.node.AgentStatus;
import dev.mycelium.agent.node.NodeState;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.transport.AgentContract;
import dev.mycelium.agent.transport.AgentResources;
import dev.mycelium.agent.transport.AgentServer;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent's status, from its server to the terminal. */
class StatusCommandTest {
  private static final Sha256 SHA = new Sha256("ab".repeat(32));
  private static final NodeState NODE =
      new NodeState(
          new NodeId("n-1"),
          "alice",
          new GroupId("g-1"),
          new Coordinator(new NodeId("n-2"), "h:1", 4),
          false,
          9L,
          new Head(8, SHA, SHA, 4, 8),
          new Score(0.9, 0.2, 100, 8),
          7);
  private static final AgentStatus STATUS =
      new AgentStatus(
          "serving",
          NODE,
          "cpu, 2 threads",
          new AgentStatus.Disk(3 << 20, 2L << 30, 5L << 30),
          List.of(
              new Circuit.State("registry", "open", 10, 6, "no answer"),
              new Circuit.State("coordinator", "closed", 4, 0, null)));

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private AgentServer server;
  private String url;

  @BeforeEach
  void begin() {
    BlobStore blobs = BlobStore.open(folder.resolve("blobs"), new BlobLimits(1, 1));
    server =
        new AgentServer(
            "127.0.0.1",
            0,
            new AgentResources(
                blobs,
                new RoundJournal(folder),
                Optional::empty,
                sha -> false,
                () -> STATUS,
                nonce -> new DialBack(new NodeId("n-1"), "of " + nonce)));
    server.start();
    url = "http://127.0.0.1:" + server.port();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void showsTheAgentAtAnAddress() {
    assertThat(run("status", "--agent", url)).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "agent " + url + " is serving",
            "  node        n-1 alice",
            "  group       g-1",
            "  role        member; h:1 coordinates",
            "  round       9, 7 completed",
            "  head        version 8, abababab...",
            "  score       0.9000 on 100 examples, of version 8",
            "  device      cpu, 2 threads",
            "  disk        3.0 MiB of at most 2.0 GiB used, 5.0 GiB free",
            "  registry    circuit open, 6 of the last 10 calls failed; last: no answer",
            "  coordinator circuit closed, 0 of the last 4 calls failed");
  }

  @Test
  void findsTheAgentOfAStateDirectory() {
    try (StateDirectory state = StateDirectory.open(folder, folder.resolve("state"), null)) {
      state.noteAddress(URI.create(url));

      assertThat(run("status", "--json", "--state-dir", state.path().toString())).isZero();
      assertThat(out.toString()).contains("\"completed_rounds\":7").hasLineCount(1);
    }
    assertThat(run("status", "--state-dir", folder.resolve("state").toString())).isEqualTo(41);
    assertThat(err.toString()).contains("no agent works in").hasLineCount(1);
  }

  @Test
  void saysThatNoAgentAnswers() {
    server.close();

    assertThat(run("status", "--agent", url)).isEqualTo(41);
    assertThat(err.toString()).contains("agent: " + url).hasLineCount(1);
  }

  @Test
  void answersAsItsDescriptionPromises() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/status")).build();

    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(AgentContract.shared().check(answer).statusCode()).isEqualTo(200);
  }

  private int run(String... line) {
    return Mycelium.commandLine(Map.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }
}
