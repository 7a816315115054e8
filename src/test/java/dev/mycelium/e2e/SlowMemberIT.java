package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A member that stands still delays a round until its deadline, and no longer. */
class SlowMemberIT {
  @RegisterExtension static final Network network = new Network();

  @Test
  void roundsGoOnWithoutAStoppedMemberAndWithItAgain() {
    String group = network.client().post("/groups", GroupText.digits(2, "PT10S")).text("group_id");
    AgentProcess coordinator = network.start("coordinator", "--group", group);
    coordinator.awaitEvent("coordinating");
    AgentProcess other = network.start("other", "--group", group);
    // Its lease is far longer than a round's deadline, so it stays a member while it stands still.
    AgentProcess slow = network.start("slow", "--group", group, "--heartbeat-interval", "60s");
    other.awaitEvent("trained");
    slow.awaitEvent("trained");

    slow.pause();
    List<AgentProcess> awake = List.of(coordinator, other);
    long round = closesAtItsDeadline(awake, slow, newest(awake));
    goesOn(awake, other, round);
    isKnownAtTheRegistry(group, round, slow.nodeId());
    slow.resume();

    takesPartAgain(slow, round);
    Deadline.await("all members").until(() -> network.client().group(group).memberCount() == 3);
  }

  /** The first round after {@code before} that was completed and lacks only the slow member. */
  private static long closesAtItsDeadline(
      List<AgentProcess> awake, AgentProcess slow, long before) {
    String id = slow.nodeId();
    Deadline.await("a round without the slow member")
        .until(() -> without(awake, id, before).isPresent());
    JsonNode round = without(awake, id, before).orElseThrow();
    assertThat(round.path("missing").path(id).asString()).isEqualTo("no answer by the deadline");
    return number(round);
  }

  private static long number(JsonNode round) {
    return round.path("round").asLong();
  }

  private static Optional<JsonNode> without(List<AgentProcess> awake, String id, long before) {
    return rounds(awake)
        .filter(round -> number(round) > before)
        .filter(round -> round.path("outcome").asString().equals("completed"))
        .filter(round -> round.path("counted").asInt() == 2)
        .filter(round -> round.path("missing").has(id))
        .findFirst();
  }

  private static long newest(List<AgentProcess> awake) {
    return rounds(awake).mapToLong(SlowMemberIT::number).max().orElse(0);
  }

  /** As whoever coordinates tells of them. */
  private static Stream<JsonNode> rounds(List<AgentProcess> awake) {
    return awake.stream().flatMap(agent -> agent.events("round").stream());
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
                    .anySatisfy(
                        entry -> {
                          assertThat(entry.outcome()).isEqualTo("completed");
                          assertThat(entry.counted()).hasSize(2);
                          assertThat(entry.missing())
                              .isEqualTo(Map.of(late, "no answer by the deadline"));
                          assertThat(entry.duration()).isGreaterThan(Duration.ofSeconds(7));
                        }));
  }

  private static void goesOn(List<AgentProcess> awake, AgentProcess other, long round) {
    Deadline.await("the next round")
        .until(
            () ->
                newest(awake) > round && number(other.lastEvent("trained").orElseThrow()) > round);
  }

  private static void takesPartAgain(AgentProcess slow, long round) {
    Deadline.await("the slow member's next update")
        .until(() -> number(slow.lastEvent("trained").orElseThrow()) > round);
  }
}
