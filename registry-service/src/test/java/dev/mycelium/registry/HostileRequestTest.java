package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no HTTP library would send: refused, and nothing of the inside is shown. */
class HostileRequestTest {
  private static final int DEADLINE_MILLIS = 60_000;

  private final URI registry = URI.create(RunningRegistry.shared().url());

  static Stream<String> requestLines() {
    return Stream.of(
        "GET /groups/../../etc/passwd",
        "GET /groups/%2e%2e/%2e%2e/etc/passwd",
        "GET /groups/..;/..;/actuator/env",
        "GET /groups;x=y/%00",
        "GET /groups/%252e%252e%252f",
        "GET /groups/%zz",
        "GET /groups/%c0%ae%c0%ae",
        "GET /groups/a|b\\c",
        "GET /groups/a%5cb",
        "GET /docs/../../application.yaml",
        "GET /swagger-ui/..%2f..%2fapplication.yaml",
        "GET //evil.example/",
        "GET //",
        "GET http://evil.example/groups/x",
        "GET /actuator",
        "GET /actuator/env",
        "GET /actuator/heapdump",
        "GET /actuator/threaddump",
        "POST /actuator/shutdown",
        "GET /h2-console",
        "GET /h2-console/login.do",
        "GET /jolokia",
        "GET /manage/env",
        "GET /env",
        "GET /heapdump",
        "GET /manager/html",
        "GET groups",
        "GET /groups/" + "a".repeat(9000),
        "GET /groups/x?" + "a=b&".repeat(1500),
        "GET /nodes?limit=%ff",
        "GET /nodes?limit=%zz",
        "GET /nodes?%ff=1",
        "GET /groups?model_type=%c0%ae",
        "TRACE /groups",
        "CONNECT evil.example:443",
        "PROPFIND /groups",
        "BREW /groups",
        "G\u0001T /groups",
        "POST /nodes/register");
  }

  @ParameterizedTest
  @MethodSource("requestLines")
  void refusesWithAProblem(String line) throws IOException {
    assertRefused(exchange(line + " HTTP/1.1\r\nHost: " + registry.getAuthority() + "\r\n"));
  }

  static Stream<String> headers() {
    return Stream.of(
        "X-Long: " + "a".repeat(20_000) + "\r\n",
        "X-Many: 1\r\n".repeat(300),
        "Content-Length: -1\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Transfer-Encoding: nonsense\r\n",
        "Expect: 200-maybe\r\n",
        "Content-Type: */*\r\nContent-Length: 2\r\n",
        "Content-Type: multipart/form-data\r\nContent-Length: 0\r\n",
        "Content-Type: application/json; charset=klingon\r\nContent-Length: 0\r\n",
        "Content-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: 0\r\n",
        "No colon in here\r\n");
  }

  @ParameterizedTest
  @MethodSource("headers")
  void refusesHeadersThatMakeNoSense(String headers) throws IOException {
    assertRefused(
        exchange(
            "POST /nodes/register HTTP/1.1\r\nHost: %s\r\n%s"
                .formatted(registry.getAuthority(), headers)));
  }

  private static void assertRefused(String answer) {
    assertThat(answer.lines().findFirst().orElse("")).matches("HTTP/1.1 4\\d\\d.*");
    assertThat(answer).doesNotContain("Exception", "\tat ", "Apache Tomcat", "root:");
  }

  private String exchange(String head) throws IOException {
    try (Socket socket = new Socket(registry.getHost(), registry.getPort())) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n{}").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
