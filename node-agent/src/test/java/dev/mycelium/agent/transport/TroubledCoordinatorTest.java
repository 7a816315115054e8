package dev.mycelium.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.round.ChainedHeads;
import dev.mycelium.agent.round.Phase;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator that stands still, whose disk is full, or whose disk lies (fault catalogue, cases
 * 8, 9, 28 and 39): what the group has stays, and the next round is an honest one.
 */
@Timeout(120)
class TroubledCoordinatorTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final NodeId B = new NodeId("node-b");
  private static final NodeId C = new NodeId("node-cc");
  private static final NodeId SUCCESSOR = new NodeId("successor");

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Its thread stands still where SIGSTOP hurts most: before the compare-and-set. */
  @Test
  void isFencedWhenItGoesOnAfterAnotherTookItsPlace() throws Exception {
    ChainedHeads heads = new ChainedHeads();
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RemoteGroup.Way stopping =
        RemoteGroup.Way.ofRounds(9)
            .telling(
                (manifest, phase) -> {
                  if (phase == Phase.HELD && manifest.head().version() == 1) {
                    stopped.countDown();
                    awaitUninterrupted(goOn);
                  }
                });
    long old = heads.grant(RemoteGroup.COORDINATOR);
    try (RemoteGroup group = new RemoteGroup(folder.resolve("old"), heads, old, stopping, B, C)) {
      group.join(B).start();
      group.join(C).start();
      stopped.await();

      long epoch = heads.grant(SUCCESSOR);
      try (RemoteGroup next = successor(heads, epoch)) {
        group.member(B).follow(next.server.port());
        group.member(C).follow(next.server.port());
        await().atMost(SOON).until(() -> next.version() == 4);
        goOn.countDown();
        await().atMost(SOON).until(() -> group.outcomes.size() == 2);
      }

      assertThat(group.outcomes.get(1)).isInstanceOf(RoundOutcome.Superseded.class);
      assertThat(heads.head().version()).isEqualTo(4);
      assertThat(heads.head().epoch()).isEqualTo(epoch);
      assertThat(group.coordinator.desk().isClosed()).isTrue();
    }
  }

  private RemoteGroup successor(ChainedHeads heads, long epoch) {
    RemoteGroup.Way way = RemoteGroup.Way.ofRounds(4).by(SUCCESSOR);
    return new RemoteGroup(folder.resolve("new"), heads, epoch, way, B, C);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void putsUpdatesOffWhileItsDiskIsFullAndServesItsHead() throws Exception {
    RemoteGroup.Way narrow = RemoteGroup.Way.ofRounds(2).on(9L * RemoteGroup.BYTES);
    try (RemoteGroup group = RemoteGroup.of(folder, narrow, B, C)) {
      await().atMost(SOON).until(() -> group.coordinator.desk().wantsUpload(B, sha('e')));
      Head head = group.heads.head();
      Sha256 junk = fill(group);

      HttpResponse<byte[]> refused = put(group, B, sha('e'), new byte[RemoteGroup.BYTES]);
      group.start(B, C);
      await().atMost(SOON).until(() -> group.way(B).passed() > RemoteGroup.BYTES + 2_000);

      assertProblem(refused, ProblemType.STORAGE_FULL);
      assertThat(refused.headers().firstValue("Retry-After")).contains("2");
      assertThat(get(group, head.sha()).statusCode()).isEqualTo(200);
      assertThat(group.version()).isZero();
      group.blobs.delete(junk);
      await().atMost(SOON).until(() -> group.completed().size() == 2);
      assertThat(group.completed())
          .allSatisfy(round -> assertThat(round.counted()).containsExactly(B, C));
      assertThat(group.troubles()).isEmpty();
    }
  }

  @Test
  void givesUpARoundWhoseHeadHasNoRoomAndGoesOnWhenThereIsSome() throws Exception {
    AtomicReference<RemoteGroup> begun = new AtomicReference<>();
    AtomicReference<Sha256> junk = new AtomicReference<>();
    AtomicInteger accepted = new AtomicInteger();
    RemoteGroup.Way narrow =
        RemoteGroup.Way.ofRounds(2)
            .on(9L * RemoteGroup.BYTES)
            .telling(
                (manifest, phase) -> {
                  if (phase == Phase.ACCEPTED && accepted.incrementAndGet() == 2) {
                    junk.set(fill(begun.get()));
                  }
                });
    try (RemoteGroup group = RemoteGroup.of(folder, narrow, B, C)) {
      begun.set(group);
      group.start(B, C);
      await().atMost(SOON).until(() -> !group.outcomes.isEmpty());
      Head head = group.heads.head();

      RoundOutcome outcome = group.outcomes.get(0);
      assertThat(outcome).isInstanceOf(RoundOutcome.Rejected.class);
      assertThat(((RoundOutcome.Rejected) outcome).cause()).contains("blobs together");
      assertThat(head.version()).isZero();
      assertThat(get(group, head.sha()).statusCode()).isEqualTo(200);
      group.blobs.delete(junk.get());
      await().atMost(SOON).until(() -> afterAPause(group) && group.completed().size() == 2);
    }
  }

  private static boolean afterAPause(RemoteGroup group) {
    group.clock.advance(Duration.ofSeconds(2));
    group.coordinator.desk().uploaded();
    return true;
  }

  /** Fills the disk to its last byte. */
  private static Sha256 fill(RemoteGroup group) {
    byte[] junk = new byte[(int) group.blobs.room()];
    return group.blobs.put(new ByteArrayInputStream(junk));
  }

  @Test
  void neverServesAHeadThatItsDiskChangedAndHasItBroughtBack() throws Exception {
    ChainedHeads heads = new ChainedHeads();
    Path disk = folder.resolve("coordinator");
    RemoteGroup.Way one = RemoteGroup.Way.ofRounds(1);
    try (RemoteGroup group =
        new RemoteGroup(disk, heads, heads.grant(RemoteGroup.COORDINATOR), one, B, C)) {
      group.join(B).start();
      group.join(C).start();
      await().atMost(SOON).until(() -> group.completed().size() == 1);
    }
    Sha256 sha = heads.head().sha();
    flipAByte(disk.resolve("blobs").resolve(sha.hex().substring(0, 2)).resolve(sha.hex()));

    RemoteGroup.Way three = RemoteGroup.Way.ofRounds(3);
    try (RemoteGroup group =
        new RemoteGroup(disk, heads, heads.grant(RemoteGroup.COORDINATOR), three, B, C)) {
      HttpResponse<byte[]> damaged = get(group, sha);
      group.join(B).start();
      group.join(C).start();
      await().atMost(SOON).until(() -> group.completed().size() == 2);

      assertProblem(damaged, ProblemType.BLOB_NOT_FOUND);
      assertThat(group.version()).isEqualTo(3);
      assertThat(group.troubles()).isEmpty();
    }
  }

  private static void flipAByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** Five rounds' updates and heads take more than three times as much. */
  @Test
  void forgetsPastRoundsSoonerWhereItsDiskIsSmall() throws Exception {
    RemoteGroup.Way narrow = RemoteGroup.Way.ofRounds(9).on(9L * RemoteGroup.BYTES);
    try (RemoteGroup group = RemoteGroup.of(folder, narrow, B, C)) {
      group.start(B, C);
      await().atMost(SOON).until(() -> group.version() == 9);

      assertThat(group.completed()).allMatch(round -> round.missing().isEmpty());
      assertThat(group.troubles()).isEmpty();
    }
  }

  private static Sha256 sha(char digit) {
    return new Sha256(String.valueOf(digit).repeat(64));
  }

  private HttpResponse<byte[]> get(RemoteGroup group, Sha256 blob) throws Exception {
    return client.send(request(group, blob).GET().build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> put(RemoteGroup group, NodeId node, Sha256 blob, byte[] content)
      throws Exception {
    HttpRequest request =
        request(group, blob)
            .header(BlobHeaders.NODE, node.value())
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(RemoteGroup group, Sha256 blob) {
    return HttpRequest.newBuilder(URI.create("http://" + group.address() + "/blobs/" + blob));
  }

  private static void assertProblem(HttpResponse<byte[]> answer, ProblemType type) {
    assertThat(answer.statusCode()).isEqualTo(type.status());
    assertThat(new String(answer.body())).contains(type.uri().toString()).doesNotContain("\tat ");
  }
}
