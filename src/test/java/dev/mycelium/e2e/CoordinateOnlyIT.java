package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupCondition;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.round.Head;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Two members that nobody can reach, and an agent without data that serves them. */
class CoordinateOnlyIT {
  private static final int ROUNDS = 3;
  private static final int OK = 0;

  @RegisterExtension static final Network network = new Network();

  @Test
  void anAgentWithoutDataCommitsWhatTheOthersLearn() {
    String group = network.client().post("/groups", GroupText.digits(2, "PT1M")).text("group_id");
    List<AgentProcess> trainers = List.of(trainer("first", group), trainer("second", group));
    nobodyCoordinates(group, trainers);

    AgentProcess coordinator = coordinator("coordinator", group);

    assertThat(trainers).allSatisfy(trainer -> assertThat(trainer.awaitExit()).isEqualTo(OK));
    trainersTrained(trainers);
    commitsWhatBothLearnt(coordinator, group);
    stays(coordinator, group);
  }

  private static AgentProcess trainer(String name, String group) {
    return network.start(
        name, "--group", group, "--no-coordinate", "--rounds", String.valueOf(ROUNDS));
  }

  private static AgentProcess coordinator(String name, String group) {
    return network.startPlain(
        name,
        Network.home(),
        "node",
        "start",
        "--json",
        "--registry",
        network.registry().uri().toString(),
        "--state-dir",
        network.directory().resolve(name).toString(),
        "--port",
        "0",
        "--heartbeat-interval",
        "5s",
        "--group",
        group,
        "--coordinate-only");
  }

  /** Both are members, and neither offers itself. */
  private static void nobodyCoordinates(String group, List<AgentProcess> trainers) {
    assertThat(trainers).allSatisfy(trainer -> assertThat(trainer.groupId()).isEqualTo(group));
    Deadline.await("all members")
        .until(() -> network.client().group(group).memberCount() == trainers.size());
    GroupView view = network.client().group(group);
    assertThat(view.coordinator()).isNull();
    assertThat(view.condition()).extracting(GroupCondition::code).isEqualTo("NO_COORDINATOR");
    assertThat(view.head()).isNull();
  }

  private static void trainersTrained(List<AgentProcess> trainers) {
    assertThat(trainers)
        .allSatisfy(
            trainer -> {
              assertThat(trainer.events("trained")).hasSizeGreaterThanOrEqualTo(ROUNDS);
              assertThat(trainer.events("scored")).isNotEmpty();
              assertThat(trainer.events("coordinating")).isEmpty();
              assertThat(trainer.events("left")).hasSize(1);
            });
  }

  private static void commitsWhatBothLearnt(AgentProcess coordinator, String group) {
    List<Head> heads = network.client().heads(group);
    assertThat(heads).hasSizeGreaterThan(ROUNDS);
    Deadline.await("the coordinator's account of the rounds")
        .until(() -> completed(coordinator).count() >= ROUNDS);
    assertThat(completed(coordinator).limit(ROUNDS))
        .allMatch(round -> round.path("counted").asInt() == 2)
        .extracting(round -> round.path("sha").asString())
        .isSubsetOf(heads.stream().map(head -> head.sha().hex()).toList());
  }

  private static Stream<JsonNode> completed(AgentProcess coordinator) {
    return coordinator.events("round").stream()
        .filter(round -> round.path("outcome").asString().equals("completed"));
  }

  /** It goes on serving a group in which nobody trains for the moment, and never trained itself. */
  private static void stays(AgentProcess coordinator, String group) {
    Deadline.await("the coordinator alone")
        .untilAsserted(
            () -> {
              GroupView view = network.client().group(group);
              assertThat(view.memberCount()).isEqualTo(1);
              assertThat(view.coordinator())
                  .extracting(Coordinator::nodeId)
                  .hasToString(coordinator.nodeId());
            });
    assertThat(coordinator.events("trained")).isEmpty();
    assertThat(coordinator.events("scored")).isEmpty();
    assertThat(coordinator.events("left")).isEmpty();
  }
}
