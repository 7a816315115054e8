package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mycelium.registry.access.NetworkToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;

/** A registry with a token and limits. */
class AccessTest {
  private static final String TOKEN = "a-token-of-this-network";
  private static final int PER_SECOND = 20;

  private static RunningRegistry registry;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() {
    registry =
        RunningRegistry.on(
            RegistryCommand.application(Engine.H2.empty())
                .initializers(
                    context ->
                        ((GenericApplicationContext) context)
                            .registerBean(NetworkToken.class, () -> new NetworkToken(TOKEN))),
            "--access.requests-per-second=" + PER_SECOND,
            "--access.limit-loopback=true");
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer wrong", "Basic a-token-of-this-network", "Bearer a-token"})
  void changesNothingWithoutTheToken(String authorization) throws Exception {
    HttpResponse<String> refused = admitted(registration("refused:1", authorization));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"mycelium\"");
    assertThat(refused.body()).contains("urn:mycelium:problem:token-required", "--token");
    assertThat(refused.body()).doesNotContain("a-token");
    assertThat(count("refused")).isZero();
  }

  @Test
  void writesWithTheTokenAndReadsWithout() throws Exception {
    HttpResponse<String> accepted = admitted(registration("accepted:1", "Bearer " + TOKEN));

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
    assertThat(admitted(reading()).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAnAddressThatAsksTooOften() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> pending =
        Stream.generate(() -> http.sendAsync(reading(), BodyHandlers.ofString()))
            .limit(20L * PER_SECOND)
            .toList();
    List<HttpResponse<String>> replies = pending.stream().map(CompletableFuture::join).toList();

    List<HttpResponse<String>> refused =
        replies.stream().filter(reply -> reply.statusCode() == 429).toList();
    assertThat(refused).isNotEmpty();
    assertThat(refused.get(0).headers().firstValue("Retry-After")).contains("1");
    assertThat(refused.get(0).body()).contains("urn:mycelium:problem:rate-limited");
    assertThat(admitted(reading()).statusCode()).isEqualTo(200);
  }

  /** Closed with bytes unread, the connection would be reset under the answer. */
  @Test
  void tellsWhoSentABodyWhyItIsRefused() throws Exception {
    List<HttpResponse<String>> replies = new ArrayList<>();
    for (int i = 0; i < 3 * PER_SECOND; i++) {
      replies.add(http.send(registration("r".repeat(200_000), ""), BodyHandlers.ofString()));
    }

    assertThat(replies).extracting(HttpResponse::statusCode).isSubsetOf(401, 429);
  }

  /** Asks again while the limit is used up by another test. */
  private HttpResponse<String> admitted(HttpRequest request) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> http.send(request, BodyHandlers.ofString()), reply -> reply.statusCode() != 429);
  }

  private long count(String address) throws IOException, InterruptedException {
    return admitted(reading()).body().split(address, -1).length - 1L;
  }

  private static HttpRequest reading() {
    return HttpRequest.newBuilder(URI.create(registry.url() + "/nodes")).build();
  }

  private static HttpRequest registration(String address, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(registry.url() + "/nodes/register"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"node_address\": \"%s\"}".formatted(address)));
    return authorization.isEmpty()
        ? request.build()
        : request.header("Authorization", authorization).build();
  }
}
