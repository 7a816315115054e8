package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault catalogue, case 24: the time of day is set under agents that run, by an hour and by ten
 * years, there and back. Needs Linux and a C compiler. Not part of the build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=ClockJumpDrill -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@EnabledIf("dev.mycelium.e2e.SettableClock#isPossible")
class ClockJumpDrill {
  private static final int MEMBERS = 3;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TEN_YEARS = Duration.ofDays(3653);
  private static final SettableClock CLOCK = SettableClock.in(Programs.OUTPUT.resolve("clock"));

  @RegisterExtension
  static final Network network = new Network(CLOCK.under(Programs.agent()), Programs::registry);

  @Test
  void lifeGoesOnWhileAgentsClocksAreSet() throws IOException {
    String group =
        network.client().post("/groups", GroupText.digits(MEMBERS, "PT60S")).text("group_id");
    List<AgentProcess> agents =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> network.start("agent-" + i, "--group", group))
            .toList();
    network.awaitVersion(group, 2);

    for (Duration wrong :
        List.of(HOUR, HOUR.negated(), TEN_YEARS, TEN_YEARS.negated(), Duration.ZERO)) {
      CLOCK.set(wrong);
      network.awaitVersion(group, network.client().newestVersion(group) + 3);
    }

    int year = OffsetDateTime.now(ZoneOffset.UTC).getYear();
    for (AgentProcess agent : agents) {
      assertThat(yearsInTheLog(agent)).contains(year - 10, year, year + 10);
      assertThat(agent.events("joined")).hasSize(1);
    }
    assertThat(network.client().heads(group)).extracting(Head::epoch).containsOnly(1L);
    assertThat(network.client().rounds(group))
        .allSatisfy(round -> assertThat(round.missing()).isNullOrEmpty());
    assertThat(network.registry().events("node_expired")).isEmpty();
    assertThat(network.client().nodes())
        .allSatisfy(node -> assertThat(node.status()).isEqualTo(NodeStatus.ONLINE));
  }

  /** Its lines are stamped with the time of day. */
  private static List<Integer> yearsInTheLog(AgentProcess agent) throws IOException {
    try (Stream<String> lines = Files.lines(agent.stateDirectory().resolve("agent.log"))) {
      return lines
          .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*"))
          .map(line -> Integer.valueOf(line.substring(0, 4)))
          .distinct()
          .toList();
    }
  }
}
