package dev.mycelium.agent.transport;

import static dev.mycelium.agent.transport.ServedGroup.A;
import static dev.mycelium.agent.transport.ServedGroup.B;
import static dev.mycelium.agent.transport.ServedGroup.GROUP;
import static dev.mycelium.agent.transport.ServedGroup.payload;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a member may bring in the place of an update (fault catalogue, cases 40 to 48, 51, 52 and
 * 67): it is refused with its reason and leaves nothing on the disk, and the same round then takes
 * honest updates and makes a head of them alone.
 */
class HostileUploadTest {
  private static final int NUMBERS = 50_000;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private BlobStore own;
  private ServedGroup group;
  private RoundManifest manifest;
  private long before;

  @BeforeEach
  void begin() {
    own = BlobStore.open(folder.resolve("b"), ServedGroup.LIMITS);
    group = new ServedGroup(folder.resolve("a"), null);
    manifest = called();
    before = group.blobs.totalBytes();
  }

  @AfterEach
  void end() {
    group.close();
  }

  private RoundManifest called() {
    Poll poll = new Poll(B, 0, null, 99, true);
    return Stream.generate(() -> group.coordinator.desk().poll(poll, PeerTimes.CALL.value()))
        .flatMap(status -> status.map(RoundStatus::manifest).stream())
        .findFirst()
        .orElseThrow();
  }

  static Stream<Arguments> files() throws IOException {
    String whole = "{\"model/w\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%s]}}";
    return Stream.of(
        arguments("7 bytes", new byte[7]),
        arguments("header of 0", header(0, "", 0)),
        arguments("header of 2^63", header(Long.MIN_VALUE, "{}", 0)),
        arguments("header of 100 MB + 1", header(100_000_001, "{}", 0)),
        arguments("10^18 numbers", file(whole.formatted("1000000,1000000,1000000", "0,4"), 4)),
        arguments("overflowing shape", file(whole.formatted("4294967296,4294967296", "0,4"), 4)),
        arguments("end before begin", file(whole.formatted("1", "4,0"), 4)),
        arguments("beyond the file", file(whole.formatted("2", "0,8"), 4)),
        arguments("hole", file(whole.formatted("1", "4,8"), 8)),
        arguments("bytes behind the last tensor", file(whole.formatted("1", "0,4"), 8)),
        arguments("10,000 deep", file("[".repeat(10_000), 0)),
        arguments("double key", file("{\"a\":1,\"a\":1}", 0)),
        arguments("bad UTF-8", file("{\"\u00ff\u00c0\":1}", 0)),
        arguments("pickle", "\u0080\u0002}q\u0000X\u0003".getBytes(ISO_8859_1)),
        arguments("npy", "\u0093NUMPY\u0001\u0000v\u0000{'descr': '|O'}".getBytes(ISO_8859_1)),
        arguments("serialised", serialised()),
        arguments("gzip", zipped(new byte[1 << 20])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void refusesFilesThatAreNoTensors(String name, byte[] file) throws Exception {
    HttpResponse<String> refused = bringAndSubmit(file);

    assertProblem(refused, 400, ProblemType.INVALID_TENSORS);
    leavesNothingAndGoesOn();
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        arguments(TensorSpec.of("w", NUMBERS + 1), 0f, 422, "model/w"),
        arguments(TensorSpec.of("w", 2, NUMBERS / 2), 0f, 422, "model/w"),
        arguments(TensorSpec.of("v", NUMBERS), 0f, 422, "model/w: missing"),
        arguments(TensorSpec.of("w", NUMBERS), Float.NaN, 422, "model/w"),
        arguments(TensorSpec.of("w", NUMBERS), Float.POSITIVE_INFINITY, 422, "model/w"),
        arguments(TensorSpec.of("w", NUMBERS), Float.NEGATIVE_INFINITY, 422, "model/w"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("strangers")
  void refusesOtherTensorsByName(TensorSpec tensor, float value, int status, String named)
      throws Exception {
    HttpResponse<String> refused = bringAndSubmit(content(tensor, value));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(refused.body()).contains(named);
    leavesNothingAndGoesOn();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.MIN_VALUE, -1e-40f, 1e38f, -3e38f})
  void makesAFiniteHeadOfNumbersAtTheEdge(float value) throws Exception {
    HttpResponse<String> taken = bringAndSubmit(content(TensorSpec.of("w", NUMBERS), value));

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    group.coordinator.submit(submission(group.payloads.put(payload(1))));
    assertThat(group.payloads.get(candidate()).orElseThrow().firstNonFinite()).isEmpty();
  }

  @Test
  void refusesTenGigabytesAndAnEndlessBodyBeforeItReadsThem() throws Exception {
    String path = "/blobs/" + "e".repeat(64);

    String declared = raw(path, "Content-Length: 10000000000\r\n\r\n" + "x".repeat(1000));
    String endless = raw(path, "Transfer-Encoding: chunked\r\n\r\n400\r\n" + "x".repeat(1024));

    assertThat(List.of(declared, endless))
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .contains(ProblemType.BODY_TOO_LARGE.uri().toString()));
    leavesNothingAndGoesOn();
  }

  @Test
  void readsNoCompressedJson() throws Exception {
    byte[] bomb = zipped(new byte[10 << 20]);

    HttpResponse<String> refused =
        client.send(
            request("/groups/" + GROUP + "/rounds/1/submissions")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bomb))
                .build(),
            BodyHandlers.ofString());

    assertThat(refused.statusCode()).isBetween(400, 499);
    assertThat(refused.body()).doesNotContain("\\tat ", "xception");
    leavesNothingAndGoesOn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000000000", "-1", "0", "NaN", "1e300", "\"NaN\"", "null"})
  void refusesNumbersOfExamplesThatNobodyHas(String examples) throws Exception {
    HttpResponse<String> refused =
        submit(1, 1, bring(content(TensorSpec.of("w", NUMBERS), 1)), examples);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    goesOn();
  }

  @Test
  void countsOneSubmissionOnceAndNoneOfAnotherRound() throws Exception {
    Sha256 update = bring(content(TensorSpec.of("w", NUMBERS), 1));

    assertProblem(submit(0, 1, update, "1"), 422, ProblemType.UNREADABLE_BODY);
    assertProblem(submit(2, 1, update, "1"), 409, ProblemType.ROUND_CLOSED);
    assertProblem(submit(1, 0, update, "1"), 409, ProblemType.ROUND_CLOSED);
    assertProblem(submit(1, 2, update, "1"), 409, ProblemType.ROUND_CLOSED);
    assertThat(submit(1, 1, update, "1").statusCode()).isEqualTo(200);
    assertThat(submit(1, 1, update, "1").statusCode()).as("the same again").isEqualTo(200);
    group.coordinator.submit(submission(group.payloads.put(payload(3))));
    Sha256 made = candidate();
    assertProblem(submit(2, 1, update, "1"), 409, ProblemType.ROUND_CLOSED);

    float[] first = new float[1];
    group.payloads.get(made).orElseThrow().model().read(0, first, 1);
    assertThat(first[0]).as("the mean of 1 and 3, each once").isEqualTo(2);
  }

  private void leavesNothingAndGoesOn() throws Exception {
    assertThat(group.blobs.totalBytes()).isEqualTo(before);
    goesOn();
  }

  /** Nobody waits any longer in this round for a member whose update was refused. */
  private void goesOn() throws Exception {
    if (group.coordinator.desk().wantsUpload(B, manifest.head().sha())) {
      HttpResponse<String> taken = bringAndSubmit(content(TensorSpec.of("w", NUMBERS), 1));
      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    }
    group.coordinator.submit(submission(group.payloads.put(payload(1))));

    float[] first = new float[1];
    group.payloads.get(candidate()).orElseThrow().model().read(0, first, 1);
    assertThat(first[0]).as("the mean of honest updates").isEqualTo(1);
  }

  private Sha256 candidate() {
    Poll poll = new Poll(B, 99, manifest.head().sha(), manifest.head().version(), true);
    RoundStatus status = group.coordinator.desk().poll(poll, PeerTimes.CALL.value()).orElseThrow();
    return requireNonNull(status.candidate()).sha();
  }

  private Submission submission(Sha256 update) {
    return new Submission(A, manifest.round(), manifest.epoch(), update, 1, 0.5, 1);
  }

  private HttpResponse<String> bringAndSubmit(byte[] content) throws Exception {
    return submit(manifest.round(), manifest.epoch(), bring(content), "1");
  }

  private Sha256 bring(byte[] content) throws Exception {
    Sha256 name = own.put(new ByteArrayInputStream(content));
    int offset = Math.toIntExact(group.blobs.offset(name));
    HttpRequest.Builder put =
        request("/blobs/" + name)
            .header(BlobHeaders.NODE, B.value())
            .header(BlobHeaders.UPLOAD_OFFSET, String.valueOf(offset))
            .PUT(BodyPublishers.ofByteArray(content, offset, content.length - offset));
    assertThat(client.send(put.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    return name;
  }

  private HttpResponse<String> submit(long round, long epoch, Sha256 update, String examples)
      throws Exception {
    String json =
        """
        {"node_id": "node-b", "round": %d, "epoch": %d, "update_sha": "%s", "examples": %s,
         "train_loss": 0.5, "steps": 1}
        """
            .formatted(round, epoch, update, examples);
    return client.send(
        request("/groups/" + GROUP + "/rounds/" + round + "/submissions")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + group.address() + path));
  }

  private String raw(String path, String rest) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", group.server.port())) {
      String head =
          "PUT %s HTTP/1.1\r\nHost: x\r\n%s: node-b\r\n".formatted(path, BlobHeaders.NODE);
      socket.getOutputStream().write((head + rest).getBytes(UTF_8));
      byte[] answer = new byte[4096];
      int count = socket.getInputStream().readNBytes(answer, 0, 200);
      return new String(
          answer, 0, count + socket.getInputStream().read(answer, count, 2000), UTF_8);
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status, ProblemType type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(type.uri().toString()).doesNotContain("xception");
  }

  private byte[] content(TensorSpec tensor, float first) throws IOException {
    TensorLayout layout = TensorLayout.of(tensor);
    float[] values = new float[layout.elements()];
    values[0] = first;
    Sha256 sha = new PayloadBlobs(own).put(Payload.ofModel(Tensors.of(layout, values)));
    try (FileChannel file = own.open(sha).orElseThrow()) {
      return Channels.newInputStream(file).readAllBytes();
    }
  }

  private static byte[] file(String header, int data) {
    return header(header.getBytes(ISO_8859_1).length, header, data);
  }

  private static byte[] header(long length, String text, int data) {
    byte[] header = text.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(8 + header.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .array();
  }

  private static byte[] serialised() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(List.of("canary".getBytes(US_ASCII)));
    }
    return bytes.toByteArray();
  }

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
