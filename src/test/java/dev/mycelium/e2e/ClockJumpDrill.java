package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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
  private static final SettableClock CLOCK = SettableClock.in(Programs.OUTPUT.resolve("clock"));

  @RegisterExtension
  static final Network network =
      new Network(() -> CLOCK.under(Programs.agent()), Programs::registry);

  @Test
  void lifeGoesOnWhileAgentsClocksAreSet() throws IOException {
    List<AgentProcess> agents = WrongClocks.endured(network, CLOCK, () -> {});

    int year = OffsetDateTime.now(ZoneOffset.UTC).getYear();
    for (AgentProcess agent : agents) {
      assertThat(yearsInTheLog(agent)).contains(year - 10, year, year + 10);
    }
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
