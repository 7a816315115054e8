package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A member that stands still delays a round until its deadline, and no longer. */
class SlowMemberIT {
  @RegisterExtension static final Network network = new Network();

  @Test
  void roundsGoOnWithoutAStoppedMemberAndWithItAgain() {
    String group = network.client().post("/groups", GroupText.digits(2, "PT5S")).text("group_id");
    AgentProcess coordinator = network.start("coordinator", "--group", group);
    coordinator.awaitEvent("coordinating");
    AgentProcess other = network.start("other", "--group", group);
    // Its lease is far longer than a round's deadline, so it stays a member while it stands still.
    AgentProcess slow = network.start("slow", "--group", group, "--heartbeat-interval", "60s");
    slow.awaitEvent("trained");

    slow.pause();
    long round = closesAtItsDeadline(coordinator, slow);
    goesOn(coordinator, other, round);
    isKnownAtTheRegistry(group, round, slow.nodeId());
    slow.resume();

    takesPartAgain(slow, round);
    assertThat(network.client().group(group).memberCount()).isEqualTo(3);
  }

  /** The first round that lacks the slow member. */
  private static long closesAtItsDeadline(AgentProcess coordinator, AgentProcess slow) {
    String id = slow.nodeId();
    Deadline.await("a round without the slow member")
        .until(() -> without(coordinator, id).isPresent());
    JsonNode round = without(coordinator, id).orElseThrow();
    assertThat(round.path("missing").path(id).asString()).isEqualTo("no answer by the deadline");
    assertThat(round.path("outcome").asString()).isEqualTo("completed");
    assertThat(round.path("counted").asInt()).isEqualTo(2);
    return round.path("round").asLong();
  }

  private static Optional<JsonNode> without(AgentProcess coordinator, String id) {
    return coordinator.events("round").stream()
        .filter(round -> round.path("missing").has(id))
        .findFirst();
  }

  /** Who was late and how long the round took can be read without asking the coordinator. */
  private static void isKnownAtTheRegistry(String group, long round, String late) {
    Deadline.await("the registry's account of the round")
        .untilAsserted(
            () ->
                assertThat(network.client().rounds(group))
                    .filteredOn(entry -> entry.round() >= round)
                    .filteredOn(entry -> entry.missing().containsKey(late))
                    .first()
                    .satisfies(
                        entry -> {
                          assertThat(entry.outcome()).isEqualTo("completed");
                          assertThat(entry.counted()).hasSize(2);
                          assertThat(entry.missing())
                              .isEqualTo(Map.of(late, "no answer by the deadline"));
                          assertThat(entry.duration()).isGreaterThan(Duration.ofSeconds(4));
                        }));
  }

  private static void goesOn(AgentProcess coordinator, AgentProcess other, long round) {
    Deadline.await("the next round")
        .until(
            () ->
                coordinator.lastEvent("round").orElseThrow().path("round").asLong() > round
                    && other.lastEvent("trained").orElseThrow().path("round").asLong() > round);
  }

  private static void takesPartAgain(AgentProcess slow, long round) {
    Deadline.await("the slow member's next update")
        .until(() -> slow.lastEvent("trained").orElseThrow().path("round").asLong() > round);
  }
}
