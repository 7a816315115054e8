package dev.mycelium.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTokenTest {
  private static final String TOKEN = "correct-horse-battery";

  @Test
  void matchesItselfAlone() {
    NetworkToken token = new NetworkToken(TOKEN);

    assertThat(token.matches(TOKEN)).isTrue();
    assertThat(token.matches(TOKEN + "x")).isFalse();
    assertThat(token.matches(TOKEN.substring(1))).isFalse();
    assertThat(token.matches("")).isFalse();
  }

  @Test
  void isNeverShown() {
    assertThat(new NetworkToken(TOKEN).toString()).doesNotContain("horse");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "short", "with spaces in between", "caf\u00e9-caf\u00e9-caf\u00e9-caf\u00e9"})
  void refusesWhatIsGuessedOrCannotBeAHeader(String weak) {
    assertThatThrownBy(() -> new NetworkToken(weak))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: at least 16, visible ASCII)");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "2001:db8:1:2::3, 2001:db8:1:2:ffff::, true",
    "2001:db8:1:2::3, 2001:db8:1:3::3, false",
  })
  void countsANetworkOfOneMachineTogether(String one, String other, boolean together) {
    assertThat(ClientAddress.of(one).equals(ClientAddress.of(other))).isEqualTo(together);
  }
}
