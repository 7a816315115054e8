package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.network.NetworkState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Two groups learn two rotations of the same digits; two nodes start where they don't belong. */
class MoveIT {
  private static final String TURNED = Network.FEW_DIGITS + "&rotate=180";
  private static final double GAIN = 0.05;
  private static final int LOOKS = 8;

  @RegisterExtension static final Network network = new Network();

  @Test
  void aNodeInTheWrongGroupMovesUnlessItsThresholdForbidsIt() {
    String upright = group();
    String turned = group();
    AgentProcess first = network.start("upright", "--group", upright, "--switch-threshold", "1");
    AgentProcess second =
        network.start("turned", "--group", turned, "--switch-threshold", "1", "--data", TURNED);
    learns(first);
    learns(second);

    AgentProcess mover = startInTheWrongGroup("mover", upright, String.valueOf(GAIN));
    AgentProcess stayer = startInTheWrongGroup("stayer", upright, "1");
    moves(mover, upright, turned);
    stays(stayer, turned);
    countsAreRight(upright, List.of(first, stayer));
    countsAreRight(turned, List.of(second, mover));
  }

  private static String group() {
    return network.client().post("/groups", GroupText.digits(1, "PT20S")).text("group_id");
  }

  private static void learns(AgentProcess agent) {
    Deadline.await(agent + " learns").until(() -> score(agent) > 0.75);
  }

  private static double score(AgentProcess agent) {
    return agent.lastEvent("scored").map(event -> event.path("metric").asDouble()).orElse(0.0);
  }

  private static AgentProcess startInTheWrongGroup(String name, String group, String threshold) {
    return network.start(
        name,
        "--group",
        group,
        "--data",
        TURNED,
        "--switch-threshold",
        threshold,
        "--group-evaluation-interval",
        "500ms");
  }

  private static void moves(AgentProcess mover, String from, String to) {
    JsonNode first = mover.awaitEvent("moving");
    assertThat(first.path("to").asString()).isEqualTo(to);
    assertThat(first.path("reason").asString()).contains("the group scores");
    assertThat(first.path("group_metric").asDouble())
        .isGreaterThan(first.path("own_score").asDouble() + GAIN);

    Deadline.await("the registry's record")
        .until(() -> !network.registry().events("node_moved").isEmpty());
    RegistryProcess.Event recorded = network.registry().events("node_moved").get(0);
    assertThat(recorded.subjects().path("node_id").asString()).isEqualTo(mover.nodeId());
    assertThat(recorded.subjects().toString()).contains(from, to);
    assertThat(mover.events("moving"))
        .anySatisfy(
            told -> {
              assertThat(recorded.reason()).isEqualTo(told.path("reason").asString());
              assertThat(recorded.figures().path("group_metric").asDouble())
                  .isEqualTo(told.path("group_metric").asDouble());
            });
  }

  /** It had many looks at a group that is clearly better, and none was reason enough. */
  private static void stays(AgentProcess stayer, String better) {
    long from = stayer.scoredVersion();
    Deadline.await("looks at a better group")
        .untilAsserted(
            () -> {
              assertThat(stayer.scoredVersion()).isGreaterThan(from + LOOKS);
              assertThat(measured(better)).isGreaterThan(score(stayer) + GAIN);
            });
    assertThat(stayer.events("moving")).isEmpty();
    assertThat(network.registry().events("node_moved"))
        .noneMatch(move -> move.subjects().path("node_id").asString().equals(stayer.nodeId()));
  }

  private static double measured(String group) {
    return Objects.requireNonNullElse(
        network.client().group(group).standing().measured(), Double.NEGATIVE_INFINITY);
  }

  private static void countsAreRight(String group, List<AgentProcess> members) {
    List<String> ids = members.stream().map(AgentProcess::nodeId).sorted().toList();
    Deadline.await("all members").untilAsserted(() -> countsAre(group, ids));
  }

  private static void countsAre(String group, List<String> ids) {
    assertThat(network.client().group(group).memberCount()).isEqualTo(ids.size());
    assertThat(network.client().members(group).stream().map(MemberView::nodeId))
        .map(Object::toString)
        .containsExactlyElementsOf(ids);
    NetworkState state = network.client().get("/network/state").as(NetworkState.class);
    assertThat(state.groups())
        .filteredOn(entry -> entry.id().value().equals(group))
        .singleElement()
        .satisfies(entry -> assertThat(entry.memberCount()).isEqualTo(ids.size()))
        .satisfies(entry -> assertThat(entry.members()).map(Object::toString).isEqualTo(ids));
  }
}
