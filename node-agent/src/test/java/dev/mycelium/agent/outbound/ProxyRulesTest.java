package dev.mycelium.agent.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
  private static final ProxyRules RULES =
      ProxyRules.of(
          Map.of(
              "HTTP_PROXY", "http://plain:3128",
              "https_proxy", "secure:8443",
              "HTTPS_PROXY", "http://overruled:1",
              "NO_PROXY", "inside.example, .lab,other.example:8000 ,"));

  @Test
  void leadsEachSchemeOverItsProxy() {
    assertThat(proxy("http://registry.example:8000/groups")).isEqualTo("plain:3128");
    assertThat(proxy("https://registry.example/groups")).isEqualTo("secure:8443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://inside.example",
        "https://a.inside.example",
        "http://lab",
        "http://x.lab:99",
        "http://other.example:8000",
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://127.9.9.9",
        "http://[::1]:8000"
      })
  void goesDirectly(String url) {
    assertThat(RULES.select(URI.create(url))).containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://notinside.example", "http://other.example", "http://mylab"})
  void takesNoNameForAnother(String url) {
    assertThat(proxy(url)).isEqualTo("plain:3128");
  }

  @Test
  void knowsNoProxyWithoutVariables() {
    assertThat(ProxyRules.of(Map.of()).select(URI.create("http://registry.example")))
        .containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://x:1", "http://user:s3cret@x:1", "http://", "a b"})
  void refusesWhatIsNoProxyWithoutRepeatingIt(String value) {
    assertThatThrownBy(() -> ProxyRules.of(Map.of("HTTPS_PROXY", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("HTTPS_PROXY: not usable (expected: http://HOST:PORT, without a password)");
  }

  private static String proxy(String url) {
    InetSocketAddress address = (InetSocketAddress) RULES.select(URI.create(url)).get(0).address();
    return address.getHostString() + ":" + address.getPort();
  }
}
