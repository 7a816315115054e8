package dev.mycelium.agent.transport;

import static dev.mycelium.agent.transport.ServedGroup.A;
import static dev.mycelium.agent.transport.ServedGroup.B;
import static dev.mycelium.agent.transport.ServedGroup.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's server as a stranger on the network meets it. */
class AgentServerTest {
  private static final String SUBMISSIONS = "/groups/group-1/rounds/1/submissions";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private ServedGroup group;

  @BeforeEach
  void begin() {
    group = new ServedGroup(folder.resolve("state"), null);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> group.coordinator.desk().wantsUpload(B, new Sha256("0".repeat(64))));
  }

  @AfterEach
  void end() {
    group.close();
  }

  @Test
  void saysThatItLives() throws Exception {
    HttpResponse<String> health = send(request("/health").GET());

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"status\":\"healthy\"}");
    assertThat(health.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void givesAHeadInParts() throws Exception {
    Sha256 head = group.coordinator.desk().head().orElseThrow().sha();
    long size = group.blobs.size(head).orElseThrow();

    HttpResponse<String> rest =
        send(request("/blobs/" + head).header("Range", "bytes=" + (size - 10) + "-").GET());

    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.headers().firstValue("Content-Range"))
        .contains("bytes %d-%d/%d".formatted(size - 10, size - 1, size));
    assertThat(rest.headers().firstValue("Content-Length")).contains("10");
  }

  @Test
  void keepsAMembersUpdateToItself() throws Exception {
    Sha256 update = group.payloads.put(payload(3));

    HttpResponse<String> got = send(request("/blobs/" + update).GET());
    HttpResponse<String> looked =
        send(request("/blobs/" + update).method("HEAD", BodyPublishers.noBody()));

    assertProblem(got, 404, ProblemType.BLOB_NOT_FOUND);
    assertThat(looked.statusCode()).isEqualTo(404);
  }

  @Test
  void refusesAnUploadThatNobodyAwaits() throws Exception {
    HttpResponse<String> refused =
        send(
            request("/blobs/" + "e".repeat(64))
                .header(BlobHeaders.NODE, "node-stranger")
                .PUT(BodyPublishers.ofString("anything")));

    assertProblem(refused, 403, ProblemType.BLOB_UNWANTED);
  }

  @Test
  void refusesAnUploadThatIsFarLargerThanTheHead() throws Exception {
    String answer =
        raw(
            """
            PUT /blobs/%s HTTP/1.1
            Host: x
            %s: node-b
            Content-Length: %d
            Connection: close

            """
                .formatted("e".repeat(64), BlobHeaders.NODE, 2 << 20)
                .replace("\n", "\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains(ProblemType.BODY_TOO_LARGE.uri() + "");
  }

  @Test
  void dropsAnUploadThatIsNotWhatItsNameSays() throws Exception {
    Sha256 name = new Sha256("e".repeat(64));

    HttpResponse<String> refused =
        send(
            request("/blobs/" + name)
                .header(BlobHeaders.NODE, "node-b")
                .PUT(BodyPublishers.ofString("something else")));

    assertProblem(refused, 400, ProblemType.HASH_MISMATCH);
    assertThat(group.blobs.offset(name)).isZero();
  }

  @Test
  void refusesOtherContentThanJson() throws Exception {
    HttpResponse<String> refused =
        send(request(SUBMISSIONS).header("Content-Type", "text/xml").POST(body("<x/>")));

    assertProblem(refused, 415, ProblemType.UNSUPPORTED_MEDIA_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{", "[]", "{\"round\": \"x\"}", "\u0000", "{}"})
  void refusesJsonThatIsNoSubmission(String text) throws Exception {
    HttpResponse<String> refused = send(json(SUBMISSIONS, text));

    assertProblem(refused, 422, ProblemType.UNREADABLE_BODY);
  }

  @Test
  void refusesASubmissionToAnotherRoundThanItsPath() throws Exception {
    String submission =
        """
        {"node_id": "node-b", "round": 2, "epoch": 1, "update_sha": "%s", "examples": 1,
         "train_loss": 0.5, "steps": 1}
        """
            .formatted("e".repeat(64));

    HttpResponse<String> refused = send(json(SUBMISSIONS, submission));

    assertProblem(refused, 422, ProblemType.INVALID_REQUEST);
    assertThat(refused.body()).contains("round: 2 (expected: 1, as in the path)");
  }

  @Test
  void refusesAHugeBody() throws Exception {
    HttpResponse<String> refused =
        send(json(SUBMISSIONS, "{\"node_id\": \"" + "x".repeat((1 << 20) - 14) + "\"}"));

    assertProblem(refused, 413, ProblemType.BODY_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/blobs/abc",
        "/groups/group-1/rounds/first",
        "/groups/group-1/rounds/current",
        "/groups/group-1/rounds/current?node=node-b&have=abc",
        "/groups/group-1/rounds/current?node=node-b&after=soon"
      })
  void namesTheFieldThatIsWrong(String path) throws Exception {
    HttpResponse<String> refused = send(request(path).GET());

    assertProblem(refused, 422, ProblemType.INVALID_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/blobs", "/groups/group-1", "/health/x"})
  void doesNotKnowOtherRoutes(String path) throws Exception {
    HttpResponse<String> refused = send(request(path).GET());

    assertProblem(refused, 404, ProblemType.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/blobs/../../secret",
        "/blobs/..%2f..%2fsecret",
        "/blobs/%2e%2e/%2e%2e/secret",
        "/blobs/%00",
        "/blobs/%zz",
        "/blobs//etc/passwd",
        "/blobs/..\\..\\secret"
      })
  void leadsNoPathOutOfItsBlobs(String path) throws Exception {
    Files.writeString(folder.resolve("secret"), "the secret");

    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("the secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node=%ff", "node=%zz", "node=a&%ff=1", "node=a&after=%c0%ae", "%zz"})
  void refusesQueriesThatAreNoText(String query) throws Exception {
    String answer =
        raw(
            "GET /groups/group-1/rounds/current?%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .formatted(query));

    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*");
  }

  @Test
  void knowsItsOwnGroupOnly() throws Exception {
    HttpResponse<String> refused =
        send(request("/groups/group-2/rounds/current?node=node-b").GET());

    assertProblem(refused, 409, ProblemType.NOT_COORDINATOR);
  }

  @Test
  void answersOthersWhileMembersWait() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        client.sendAsync(
            request("/groups/group-1/rounds/current?node=node-a&after=99&committed=99").build(),
            BodyHandlers.ofString());

    HttpResponse<String> health = send(request("/health").GET());

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(waiting).isNotDone();
  }

  @Test
  void endsWhileMembersWait() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        client.sendAsync(
            request("/groups/group-1/rounds/current?node=node-a&after=99&committed=99").build(),
            BodyHandlers.ofString());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> group.coordinator.desk().poll(pollOf(), Duration.ZERO).isEmpty());

    CompletableFuture<Void> closed = CompletableFuture.runAsync(group::close);

    assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(waiting::isDone);
  }

  private static Poll pollOf() {
    return new Poll(A, 99, null, 99, true);
  }

  @Test
  void answersARegistryThatCalls() throws Exception {
    HttpResponse<String> answer =
        send(request("/dial-back?nonce=0f8fad5b-d9cb-469f-a165-70867728950e").GET());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("of 0f8fad5b-d9cb-469f-a165-70867728950e");
  }

  @Test
  void signsNothingElseThanANonce() throws Exception {
    HttpResponse<String> refused = send(request("/dial-back?nonce=short").GET());

    assertProblem(refused, 422, ProblemType.INVALID_REQUEST);
  }

  @Test
  void keepsToItselfWhatBrokeHere() throws Exception {
    AgentResources broken =
        new AgentResources(
            group.blobs,
            new RoundJournal(folder),
            Optional::empty,
            sha -> false,
            () -> {
              throw new IllegalStateException("/home/jane");
            },
            nonce -> new DialBack(new NodeId("n"), nonce));
    try (AgentServer server = new AgentServer("127.0.0.1", 0, broken)) {
      server.start();
      URI status = URI.create("http://127.0.0.1:" + server.port() + "/status");

      HttpResponse<String> answer = send(HttpRequest.newBuilder(status).GET());

      assertProblem(answer, 500, ProblemType.INTERNAL);
      assertThat(answer.body()).doesNotContain("jane", "Exception", "etty");
    }
  }

  @Test
  void saysWhichPortIsTaken() {
    AgentServer second =
        new AgentServer(
            "127.0.0.1",
            group.server.port(),
            new AgentResources(
                group.blobs,
                new RoundJournal(folder),
                Optional::empty,
                sha -> false,
                () -> "second",
                nonce -> new DialBack(new NodeId("n"), "of " + nonce)));

    assertThatThrownBy(second::start)
        .isInstanceOf(AddressInUseException.class)
        .hasMessageContaining("port: " + group.server.port() + " on 127.0.0.1");
  }

  private void assertProblem(HttpResponse<String> answer, int status, ProblemType type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains('"' + type.uri().toString() + '"');
  }

  private HttpRequest.Builder json(String path, String text) {
    return request(path).header("Content-Type", "application/json").POST(body(text));
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return BodyPublishers.ofString(text);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + group.address() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return AgentContract.shared().check(client.send(request.build(), BodyHandlers.ofString()));
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", group.server.port())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
