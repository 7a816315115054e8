package dev.mycelium.registry.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses the registry calls for somebody who only claims them. */
class CallAddressTest {

  @Test
  void readsHostAndPort() throws IOException {
    assertThat(CallAddress.of("node-1.example:8080"))
        .isEqualTo(new CallAddress(false, "node-1.example", 8080));
    assertThat(CallAddress.of("https://10.1.2.3:443"))
        .isEqualTo(new CallAddress(true, "10.1.2.3", 443));
    assertThat(CallAddress.of("[2001:db8::1]:8080").host()).isEqualTo("[2001:db8::1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "h:0",
        "h:65536",
        "file:///etc/passwd",
        "ftp://h:21",
        "gopher://h:70",
        "http://user@h:80",
        "h:80/path",
        "h:80?x=1",
        "h:80#x",
        "h:80@other:81",
        "a b:80",
        "jdbc:sqlite:/tmp/x:80",
        "http://http://h:80",
        "${jndi:ldap://h:389/x}:80",
      })
  void readsNothingElse(String claimed) {
    assertThatThrownBy(() -> CallAddress.of(claimed)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254:80",
        "0.0.0.0:80",
        "224.0.0.1:80",
        "[fe80::1]:80",
        "[::]:80",
        "[::ffff:169.254.169.254]:80",
        "[fd00:ec2::254]:80",
      })
  void callsNoAddressOfThisLinkOrOfNobody(String claimed) throws IOException {
    CallAddress address = CallAddress.of(claimed);

    assertThatThrownBy(() -> at(address, true)).hasMessageContaining("not an address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:80", "127.9.9.9:80", "[::1]:80", "2130706433:80"})
  void callsItsOwnMachineOnlyIfItListensThere(String claimed) throws IOException {
    CallAddress address = CallAddress.of(claimed);

    assertThat(at(address, true).isLoopbackAddress()).isTrue();
    assertThatThrownBy(() -> at(address, false)).hasMessageContaining("not an address");
  }

  @Test
  void looksUpWhateverIsNoAddressForCertain() throws IOException {
    assertThat(CallAddress.of("10.1.2.3:80").isLiteral()).isTrue();
    assertThat(CallAddress.of("[::1]:80").isLiteral()).isTrue();
    assertThat(CallAddress.of("999.999.999.999:80").isLiteral()).isFalse();
    assertThat(CallAddress.of("1.2.3.4.5:80").isLiteral()).isFalse();
    assertThat(CallAddress.of("1.2.3:80").isLiteral()).isFalse();
    assertThat(CallAddress.of("10.1.2.3.:80").isLiteral()).isFalse();
    assertThat(CallAddress.of("node.example:80").isLiteral()).isFalse();
  }

  private static InetAddress at(CallAddress address, boolean loopback) throws IOException {
    return address.at(InetAddress.getByName(address.host()), loopback).getAddress();
  }
}
