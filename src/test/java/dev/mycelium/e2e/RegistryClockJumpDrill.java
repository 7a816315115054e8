package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private static final SettableClock CLOCK =
      SettableClock.in(Programs.OUTPUT.resolve("registry-clock"));

  @RegisterExtension
  static final Network network =
      new Network(Programs::agent, () -> CLOCK.under(Programs.registry()));

  @Test
  void lifeGoesOnWhileTheRegistrysClockIsSet() {
    Set<Integer> years = new HashSet<>();

    List<AgentProcess> unused = WrongClocks.endured(network, CLOCK, () -> years.add(yearThere()));

    int year = OffsetDateTime.now(ZoneOffset.UTC).getYear();
    assertThat(years).contains(year - 10, year, year + 10);
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
