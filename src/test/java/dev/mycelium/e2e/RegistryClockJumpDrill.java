package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundEntry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault catalogue, case 25: the time of day is set under a registry that runs, by an hour and by
 * ten years, there and back. Needs Linux and a C compiler. Not part of the build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=RegistryClockJumpDrill -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@EnabledIf("dev.mycelium.e2e.SettableClock#isPossible")
class RegistryClockJumpDrill {
  private static final int MEMBERS = 3;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TEN_YEARS = Duration.ofDays(3653);
  private static final SettableClock CLOCK =
      SettableClock.in(Programs.OUTPUT.resolve("registry-clock"));

  @RegisterExtension
  static final Network network =
      new Network(Programs.agent(), () -> CLOCK.under(Programs.registry()));

  @Test
  void lifeGoesOnWhileTheRegistrysClockIsSet() {
    String group =
        network.client().post("/groups", GroupText.digits(MEMBERS, "PT60S")).text("group_id");
    List<AgentProcess> agents =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> network.start("agent-" + i, "--group", group))
            .toList();
    network.awaitVersion(group, 2);

    Set<Integer> seen = new HashSet<>();
    for (Duration wrong :
        List.of(HOUR, HOUR.negated(), TEN_YEARS, TEN_YEARS.negated(), Duration.ZERO)) {
      CLOCK.set(wrong);
      seen.add(yearThere());
      network.awaitVersion(group, network.client().newestVersion(group) + 3);
    }

    int year = OffsetDateTime.now(ZoneOffset.UTC).getYear();
    assertThat(seen).contains(year - 10, year, year + 10);
    assertThat(agents).allSatisfy(agent -> assertThat(agent.events("joined")).hasSize(1));
    assertThat(network.client().heads(group)).extracting(Head::epoch).containsOnly(1L);
    assertThat(network.client().rounds(group))
        .allSatisfy(round -> assertThat(round.missing()).isNullOrEmpty())
        .isSortedAccordingTo(Comparator.comparing(RoundEntry::endedAt));
    assertThat(network.registry().events("node_expired")).isEmpty();
    assertThat(network.client().nodes())
        .allSatisfy(node -> assertThat(node.status()).isEqualTo(NodeStatus.ONLINE));
  }

  /** As its web server reads the time of day. */
  private static int yearThere() {
    HttpRequest health =
        HttpRequest.newBuilder(network.registry().uri().resolve("/health")).build();
    String date =
        HttpClient.newHttpClient()
            .sendAsync(health, BodyHandlers.discarding())
            .join()
            .headers()
            .firstValue("Date")
            .orElseThrow();
    return OffsetDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).getYear();
  }
}
