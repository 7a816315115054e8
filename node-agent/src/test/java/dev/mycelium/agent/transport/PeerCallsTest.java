package dev.mycelium.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobRejectedException;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.ScriptedRegistry;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.outbound.Retries;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.round.ManualClock;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member's calls to a coordinator that is there at times. */
@Timeout(60)
class PeerCallsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final NodeId NODE = new NodeId("node-b");
  private static final Sha256 HEAD = new Sha256("e".repeat(64));
  private static final Poll POLL = new Poll(NODE, 0, null, -1, true);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final Circuit circuit = new Circuit("coordinator", clock);
  private final AtomicInteger doubts = new AtomicInteger();
  private ScriptedRegistry server;
  private BlobStore blobs;
  private HttpCoordination coordination;

  @BeforeEach
  void begin() throws IOException {
    server = new ScriptedRegistry();
    blobs = BlobStore.open(folder, new BlobLimits(1 << 20, 1 << 20));
    coordination = coordination(Duration.ofMillis(1));
  }

  private HttpCoordination coordination(Duration firstPause) {
    return new HttpCoordination(peer(address(server.uri()), firstPause), new GroupId("g"), blobs);
  }

  private Peer peer(String address, Duration firstPause) {
    return new Peer(address, circuit, firstPause, doubts::incrementAndGet);
  }

  @AfterEach
  void end() {
    coordination.close();
    server.close();
  }

  @Test
  void pollsAgainWhereTheCoordinatorCouldNotAnswer() {
    server.answers(503, "").answers(500, "").answers(204, "");

    assertThat(coordination.poll(POLL)).isEmpty();

    assertThat(server.requests()).hasSize(3);
    assertThat(circuit.state().failed()).isEqualTo(2);
    assertThat(doubts).as("told at the first attempt, and not at each").hasValue(1);
  }

  @Test
  void fetchesAgainWhereTheCoordinatorCouldNotAnswer() {
    Sha256 sha = blobs.put(new ByteArrayInputStream("head".getBytes()));
    blobs.delete(sha);
    server.answers(503, "").answers(503, "").answers(200, "head");

    coordination.fetch(sha);

    assertThat(blobs.contains(sha)).isTrue();
  }

  @Test
  void uploadsAgainWhereTheCoordinatorCouldNotTakeIt() {
    Sha256 sha = blobs.put(new ByteArrayInputStream("update".getBytes()));
    server.answers(404, "").answers(503, unavailable()).answers(404, "").answers(204, "");

    coordination.upload(POLL, sha);

    assertThat(server.requests())
        .containsExactly(
            "HEAD /blobs/" + sha, "PUT /blobs/" + sha, "HEAD /blobs/" + sha, "PUT /blobs/" + sha);
  }

  @Test
  void submitsAgainWhereTheCoordinatorCouldNotAnswer() {
    server.answers(503, "").answers(503, "").answers(200, "{}");

    assertThat(coordination.submit(submission())).isEqualTo(new Receipt.Accepted());
  }

  @Test
  void saysInTheEndWhyASubmissionWasRefused() {
    server.answers(503, unavailable());

    assertThat(coordination.submit(submission()))
        .isInstanceOfSatisfying(
            Receipt.Refused.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.UNAVAILABLE));
    assertThat(server.requests()).hasSize(Retries.ATTEMPTS);
  }

  @Test
  void leavesACoordinatorAloneThatKeepsFailingAndComesBackToIt() {
    server.answers(503, "");
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> coordination.poll(POLL))
          .isInstanceOf(CoordinatorLostException.class);
    }

    assertThat(server.requests()).hasSize(10);
    assertThat(circuit.state().state()).isEqualTo("open");
    assertThatThrownBy(() -> coordination.poll(POLL))
        .isInstanceOf(CoordinatorLostException.class)
        .hasMessageContaining("left alone for a while after 10 of 10 calls failed");
    assertThat(server.requests()).as("made at once no more").hasSize(10);

    clock.advance(Circuit.PAUSE.plusMillis(1));
    server.answers(204, "");
    assertThat(coordination.poll(POLL)).isEmpty();
    for (int i = 0; i < 3; i++) {
      assertThat(coordination.poll(POLL)).isEmpty();
    }
    assertThat(circuit.state().state()).isEqualTo("closed");
  }

  @Test
  void asksThriceWhereNobodyListens() {
    server.close();

    assertThatThrownBy(() -> coordination.poll(POLL))
        .isInstanceOf(CoordinatorLostException.class)
        .hasMessageContaining("does not answer");

    assertThat(circuit.state().failed()).isEqualTo(Retries.ATTEMPTS);
    assertThat(doubts).hasValue(1);
  }

  /** Else a silent coordinator would be noticed after three time limits. */
  @Test
  void asksOnceWhereNobodySaysAnythingInTime() throws IOException {
    try (StallingServer silent = new StallingServer(1_000, 10);
        PeerCalls calls = new PeerCalls(peer(silent.address(), Duration.ofMillis(1)))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + silent.address()))
              .timeout(Duration.ofMillis(300))
              .build();

      assertThatThrownBy(() -> calls.ask(request)).isInstanceOf(CoordinatorLostException.class);
    }

    assertThat(circuit.state().failed()).isEqualTo(1);
  }

  @Test
  void doesNotHoldAClosedCallAgainstTheCoordinator() throws IOException {
    try (StallingServer silent = new StallingServer(1_000, 10)) {
      HttpCoordination waiting =
          new HttpCoordination(
              peer(silent.address(), Duration.ofHours(1)), new GroupId("g"), blobs);
      CompletableFuture<Void> ended = fetched(waiting, HEAD);
      await().atMost(SOON).until(() -> blobs.offset(HEAD) == 10);

      waiting.close();

      assertThat(ended).succeedsWithin(SOON);
      assertThat(circuit.state().calls()).isZero();
    }
  }

  @Test
  void endsAPauseWhenClosed() {
    server.answers(503, "");
    HttpCoordination pausing = coordination(Duration.ofHours(1));
    CompletableFuture<Void> ended = fetched(pausing, HEAD);
    await().atMost(SOON).until(() -> doubts.get() == 1);

    pausing.close();

    assertThat(ended).succeedsWithin(SOON);
    assertThat(server.requests()).hasSize(1);
  }

  /** A member's own full disk, met again and again, is not its coordinator's failure. */
  @Test
  void doesNotHoldItsOwnFullDiskAgainstTheCoordinator() {
    blobs = BlobStore.open(folder.resolve("full"), new BlobLimits(10, 10));
    Sha256 unused = blobs.put(new ByteArrayInputStream(new byte[8]));
    coordination = coordination(Duration.ofMillis(1));
    server.answers(200, "head");

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> coordination.fetch(HEAD))
          .isInstanceOfSatisfying(
              BlobRejectedException.class,
              full -> assertThat(full.type()).isEqualTo(ProblemType.STORAGE_FULL));
    }

    assertThat(circuit.state().calls()).isZero();
    assertThat(doubts).hasValue(0);
    assertThat(server.requests()).as("no more often than it was asked for").hasSize(10);
  }

  @Test
  void doesNotHoldItsOwnBrokenDiskAgainstTheCoordinator() throws IOException {
    server.answers(200, "head");
    Files.delete(folder.resolve("partial"));

    assertThatThrownBy(() -> coordination.fetch(HEAD)).isInstanceOf(UncheckedIOException.class);

    assertThat(circuit.state().calls()).isZero();
    assertThat(doubts).hasValue(0);
  }

  @Test
  void holdsContentThatCannotBeRightAgainstTheCoordinator() {
    server.answers(200, "something else");

    assertThatThrownBy(() -> coordination.fetch(HEAD))
        .isInstanceOf(CoordinatorLostException.class)
        .hasMessageStartingWith("download of " + HEAD + " failed: sha: ");

    assertThat(circuit.state().failed()).isEqualTo(Retries.ATTEMPTS);
  }

  @Test
  void holdsAnAnswerThatBreaksOffAgainstTheCoordinator() throws IOException {
    try (TcpProxy proxy = new TcpProxy(server.uri().getPort());
        HttpCoordination cut =
            new HttpCoordination(
                peer(proxy.address(), Duration.ofMillis(1)), new GroupId("g"), blobs)) {
      String content = "h".repeat(500_000);
      Sha256 sha = blobs.put(new ByteArrayInputStream(content.getBytes()));
      blobs.delete(sha);
      server.answers(200, content);
      proxy.reset(100_000, 1);

      cut.fetch(sha);
    }

    assertThat(circuit.state().calls()).isEqualTo(2);
    assertThat(circuit.state().failed()).isEqualTo(1);
  }

  private static CompletableFuture<Void> fetched(HttpCoordination from, Sha256 sha) {
    return CompletableFuture.runAsync(
        () ->
            assertThatThrownBy(() -> from.fetch(sha)).isInstanceOf(CoordinatorLostException.class));
  }

  private static Submission submission() {
    return new Submission(NODE, 1, 1, new Sha256("a".repeat(64)), 1, 0.5, 1);
  }

  private static String unavailable() {
    return "{\"type\": \"%s\", \"title\": \"busy\", \"status\": 503}"
        .formatted(ProblemType.UNAVAILABLE.uri());
  }

  private static String address(URI server) {
    return server.getHost() + ":" + server.getPort();
  }
}
