package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Two agents and a registry make one model together, and say goodbye. */
class FirstLightIT {
  /** What a JVM that got SIGTERM exits with. */
  private static final int TERMINATED = 143;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension static final Network network = new Network();

  @Test
  void twoAgentsCommitOneModelAndLeave() {
    AgentProcess first = network.start("first");
    AgentProcess second = network.start("second");
    String group = joinSameGroup(first, second);

    JsonNode round = trainOneRoundTogether(first, second);
    scoreIt(first, second, group);
    showTheirCircuits();
    sayGoodbye(first, second);

    assertThat(network.client().heads(group))
        .anySatisfy(head -> assertThat(head.sha().hex()).isEqualTo(round.path("sha").asString()));
    recomputeHeads(first, second);
    allPlacesAreFree(group);
  }

  private static String joinSameGroup(AgentProcess first, AgentProcess second) {
    assertThat(second.groupId()).isEqualTo(first.groupId());
    assertThat(network.client().groups()).hasSize(1);
    return first.groupId();
  }

  /** The first round that whoever coordinates closed with two updates. */
  private static JsonNode trainOneRoundTogether(AgentProcess first, AgentProcess second) {
    Deadline.await("a round of two updates").until(() -> together(first, second).count() > 0);
    return together(first, second).findFirst().orElseThrow();
  }

  private static Stream<JsonNode> together(AgentProcess first, AgentProcess second) {
    return Stream.of(first, second)
        .flatMap(FirstLightIT::completed)
        .filter(round -> round.path("counted").asInt() == 2);
  }

  private static Stream<JsonNode> completed(AgentProcess agent) {
    return agent.events("round").stream()
        .filter(round -> round.path("outcome").asString().equals("completed"));
  }

  private static void scoreIt(AgentProcess first, AgentProcess second, String group) {
    Deadline.await("scores of both")
        .untilAsserted(
            () ->
                assertThat(network.client().members(group))
                    .hasSize(2)
                    .allSatisfy(member -> assertThat(member.score()).isNotNull()));
    GroupView view = network.client().group(group);
    assertThat(view.standing().measured()).isEqualTo(view.performanceMetric()).isBetween(0.0, 1.0);
    first.awaitEvent("scored");
    second.awaitEvent("scored");
  }

  /** Whoever follows the other shows how its calls to it go, beside those to the registry. */
  private static void showTheirCircuits() {
    Deadline.await("the circuits of both")
        .untilAsserted(
            () ->
                assertThat(network.client().nodes())
                    .extracting(node -> circuits(node.nodeAddress()))
                    .containsExactlyInAnyOrder(
                        List.of("registry closed", "coordinator closed"),
                        List.of("registry closed")));
  }

  private static List<String> circuits(String address) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/status"))
            .timeout(Duration.ofSeconds(30))
            .build();
    JsonNode status =
        RegistryClient.JSON.readTree(
            HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body());
    return status
        .path("circuits")
        .valueStream()
        .map(circuit -> circuit.path("name").asString() + " " + circuit.path("state").asString())
        .toList();
  }

  private static void sayGoodbye(AgentProcess first, AgentProcess second) {
    first.terminate();
    assertThat(first.awaitExit()).isEqualTo(TERMINATED);
    second.terminate();
    assertThat(second.awaitExit()).isEqualTo(TERMINATED);
    assertThat(List.of(first, second))
        .allSatisfy(agent -> assertThat(agent.events("left")).hasSize(1));
  }

  /** A stranger's program, from nothing but the state directory of whoever coordinated. */
  private static void recomputeHeads(AgentProcess... agents) {
    for (AgentProcess agent : agents) {
      if (completed(agent).findAny().isPresent()) {
        ChildProcess program =
            ChildProcess.start(
                network.directory().resolve("recompute-" + agent),
                Programs.recomputeHead(agent.stateDirectory()),
                Map.of());
        assertThat(program.awaitExit()).as(program.out() + program.err()).isZero();
        assertThat(program.out()).contains(": OK ");
      }
    }
  }

  private static void allPlacesAreFree(String group) {
    assertThat(network.client().nodes())
        .hasSize(2)
        .extracting(NodeView::status)
        .containsOnly(NodeStatus.LEFT);
    assertThat(network.client().group(group).memberCount()).isZero();
    assertThat(network.client().members(group)).isEmpty();
  }
}
