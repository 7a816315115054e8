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
    String group = network.client().post("/groups", GroupText.digits(2, "PT15S")).text("group_id");
    AgentProcess coordinator = network.start("coordinator", "--group", group);
    coordinator.awaitEvent("coordinating");
    AgentProcess other = network.start("other", "--group", group);
    // Its lease is far longer than a round's deadline, so it stays a member while it stands still.
    AgentProcess slow = network.start("slow", "--group", group, "--heartbeat-interval", "60s");
    other.awaitEvent("trained");
    slow.awaitEvent("trained");

    slow.pause();
    long before = coordinator.lastEvent("round").map(SlowMemberIT::number).orElse(0L);
    long round = closesAtItsDeadline(coordinator, slow, before);
    goesOn(coordinator, other, round);
    isKnownAtTheRegistry(group, round, slow.nodeId());
    slow.resume();

    takesPartAgain(slow, round);
    Deadline.await("all members").until(() -> network.client().group(group).memberCount() == 3);
  }

  /** The first round after {@code before} that lacks the slow member. */
  private static long closesAtItsDeadline(
      AgentProcess coordinator, AgentProcess slow, long before) {
    String id = slow.nodeId();
    Deadline.await("a round without the slow member")
        .until(() -> without(coordinator, id, before).isPresent());
    JsonNode round = without(coordinator, id, before).orElseThrow();
    assertThat(round.path("missing").path(id).asString()).isEqualTo("no answer by the deadline");
    assertThat(round.path("outcome").asString()).isEqualTo("completed");
    assertThat(round.path("counted").asInt()).isEqualTo(2);
    return number(round);
  }

  private static long number(JsonNode round) {
    return round.path("round").asLong();
  }

  private static Optional<JsonNode> without(AgentProcess coordinator, String id, long before) {
    return coordinator.events("round").stream()
        .filter(round -> number(round) > before)
        .filter(round -> round.path("missing").has(id))
        .findFirst();
  }

  /**
   * Who was late and how long the round took can be read without asking the coordinator. A round
   * whose head is committed is known before its coordinator's report of it arrives.
   */
  private static void isKnownAtTheRegistry(String group, long round, String late) {
    Deadline.await("the registry's account of the round")
        .untilAsserted(
            () ->
                assertThat(network.client().rounds(group))
                    .filteredOn(entry -> entry.round() >= round)
                    .filteredOn(
                        entry -> entry.missing() != null && entry.missing().containsKey(late))
                    .first()
                    .satisfies(
                        entry -> {
                          assertThat(entry.outcome()).isEqualTo("completed");
                          assertThat(entry.counted()).hasSize(2);
                          assertThat(entry.missing())
                              .isEqualTo(Map.of(late, "no answer by the deadline"));
                          assertThat(entry.duration()).isGreaterThan(Duration.ofSeconds(10));
                        }));
  }

  private static void goesOn(AgentProcess coordinator, AgentProcess other, long round) {
    Deadline.await("the next round")
        .until(
            () ->
                number(coordinator.lastEvent("round").orElseThrow()) > round
                    && number(other.lastEvent("trained").orElseThrow()) > round);
  }

  private static void takesPartAgain(AgentProcess slow, long round) {
    Deadline.await("the slow member's next update")
        .until(() -> number(slow.lastEvent("trained").orElseThrow()) > round);
  }
}
