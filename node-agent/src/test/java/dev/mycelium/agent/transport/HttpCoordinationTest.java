package dev.mycelium.agent.transport;

import static dev.mycelium.agent.transport.ServedGroup.A;
import static dev.mycelium.agent.transport.ServedGroup.B;
import static dev.mycelium.agent.transport.ServedGroup.GROUP;
import static dev.mycelium.agent.transport.ServedGroup.payload;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.MemberWork;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a member's calls through real HTTP, cut where it hurts. */
class HttpCoordinationTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private ServedGroup group;
  private TcpProxy proxy;
  private BlobStore own;
  private HttpCoordination coordination;

  @BeforeEach
  void begin() throws IOException {
    serve(null);
  }

  private void serve(Head newest) throws IOException {
    group = new ServedGroup(folder.resolve(newest == null ? "a" : "a2"), newest);
    proxy = new TcpProxy(group.server.port());
    own = BlobStore.open(folder.resolve("b"), ServedGroup.LIMITS);
    coordination = new HttpCoordination(Peer.at(proxy.address()), GROUP, own);
  }

  @AfterEach
  void end() {
    coordination.close();
    proxy.close();
    group.close();
  }

  @Test
  void carriesARoundFromCallToCommit() {
    RoundManifest manifest = called();
    coordination.fetch(manifest.head().sha());
    Sha256 update = trained(1);
    group.coordinator.submit(submission(manifest, A, group.payloads.put(payload(3))));

    coordination.upload(idle(manifest.head()), update);
    Receipt receipt = coordination.submit(submission(manifest, B, update));
    Head candidate =
        requireNonNull(coordination.poll(idle(manifest.head())).orElseThrow().candidate());
    coordination.fetch(candidate.sha());
    Poll holding = new Poll(B, manifest.round(), candidate.sha(), 0, true);
    RoundStatus committed = coordination.poll(holding).orElseThrow();

    assertThat(receipt).isEqualTo(new Receipt.Accepted());
    assertThat(committed.head()).isEqualTo(candidate);
    assertThat(new PayloadBlobs(own).get(candidate.sha())).contains(payload(2));
  }

  @Test
  void saysWhoDownloadsSoThatTheRoundKnowsWhatItCost() {
    RoundManifest manifest = called();
    coordination.fetch(idle(manifest.head()), manifest.head().sha());
    Sha256 update = trained(1);
    group.coordinator.submit(submission(manifest, A, group.payloads.put(payload(3))));
    coordination.upload(idle(manifest.head()), update);
    var receipt = coordination.submit(submission(manifest, B, update));
    Head candidate =
        requireNonNull(coordination.poll(idle(manifest.head())).orElseThrow().candidate());
    coordination.fetch(idle(manifest.head()), candidate.sha());
    Poll holding = new Poll(B, manifest.round(), candidate.sha(), 0, true);
    var committed = coordination.poll(holding).orElseThrow();

    MemberWork work =
        requireNonNull(coordination.report(manifest.round()).orElseThrow().work()).get(B.value());

    long sent =
        own.size(manifest.head().sha()).orElseThrow() + own.size(candidate.sha()).orElseThrow();
    assertThat(work.bytesDown()).isEqualTo(sent);
    assertThat(work.bytesUp()).isEqualTo(own.size(update).orElseThrow());
  }

  @Test
  void goesOnWithADownloadThatWasCut() {
    Sha256 head = called().head().sha();

    proxy.reset(100_000, 1);
    coordination.fetch(head);

    assertThat(proxy.resets()).isOne();
    assertThat(new PayloadBlobs(own).get(head)).contains(payload(0));
  }

  @Test
  void goesOnWithAnUploadThatWasCut() throws IOException {
    RoundManifest manifest = called();
    coordination.fetch(manifest.head().sha());
    Sha256 update = trained(1);
    byte[] whole = content(update);
    group.blobs.append(update, 0, new ByteArrayInputStream(whole, 0, 150_000));
    proxy.reset(whole.length - 100_000, 1);

    coordination.upload(idle(manifest.head()), update);

    assertThat(proxy.resets()).as("more went over the wire than was missing").isZero();
    assertThat(coordination.submit(submission(manifest, B, update)))
        .isEqualTo(new Receipt.Accepted());
  }

  @Test
  void goesOnWithAnUploadThatIsCutOnItsWay() {
    RoundManifest manifest = called();
    Sha256 update = trained(1);
    proxy.reset(100_000, 1);

    coordination.upload(idle(manifest.head()), update);

    assertThat(proxy.resets()).isOne();
    assertThat(group.blobs.contains(update)).isTrue();
  }

  @Test
  void bringsTheHeadToACoordinatorThatLacksIt() throws IOException {
    Sha256 sha = trained(9);
    end();
    serve(new Head(4, new Sha256("4".repeat(64)), sha, 1, 4));
    Poll holding = new Poll(B, 0, sha, 4, true);

    RoundStatus wanted = coordination.poll(holding).orElseThrow();
    coordination.upload(holding, requireNonNull(wanted.uploadWanted()));
    RoundManifest manifest = requireNonNull(polledUntilCalled(holding).manifest());

    assertThat(wanted.uploadWanted()).isEqualTo(sha);
    assertThat(manifest.head().version()).isEqualTo(4);
    assertThat(group.payloads.get(sha)).contains(payload(9));
  }

  private RoundStatus polledUntilCalled(Poll poll) {
    RoundStatus status = coordination.poll(poll).orElseThrow();
    while (status.manifest() == null) {
      status = coordination.poll(poll).orElseThrow();
    }
    return status;
  }

  @Test
  void passesRefusalsOnByTheirType() {
    RoundManifest manifest = called();

    Receipt receipt = coordination.submit(submission(manifest, B, new Sha256("f".repeat(64))));

    assertThat(((Receipt.Refused) receipt).type()).isEqualTo(ProblemType.BLOB_NOT_FOUND);
  }

  @Test
  void tellsThatAMemberFailed() {
    RoundManifest manifest = called();

    coordination.fail(new RoundFailure(B, manifest.round(), manifest.epoch(), "no memory"));

    assertThat(group.coordinator.desk().wantsUpload(B, manifest.head().sha())).isFalse();
  }

  @Test
  void neverFetchesAMembersUpdate() {
    RoundManifest manifest = called();
    Sha256 update = group.payloads.put(payload(3));
    group.coordinator.submit(submission(manifest, A, update));

    assertThatThrownBy(() -> coordination.fetch(update))
        .isInstanceOf(CoordinatorLostException.class)
        .hasMessageContaining("404");
    assertThat(own.contains(update)).isFalse();
  }

  @Test
  void takesNoOtherContentThanItAskedFor() throws IOException {
    Sha256 asked = new Sha256("e".repeat(64));
    try (LyingServer liar = new LyingServer();
        HttpCoordination lied = new HttpCoordination(Peer.at(liar.address()), GROUP, own)) {
      assertThatThrownBy(() -> lied.fetch(asked)).isInstanceOf(CoordinatorLostException.class);
    }

    assertThat(own.contains(asked)).isFalse();
    assertThat(own.totalBytes()).isZero();
  }

  @Test
  void noticesThatAnotherGroupIsCoordinated() {
    try (HttpCoordination stray =
        new HttpCoordination(Peer.at(group.address()), new GroupId("group-2"), own)) {
      assertThatThrownBy(() -> stray.poll(new Poll(B, 0, null, -1, true)))
          .isInstanceOf(CoordinatorLostException.class)
          .hasMessageContaining("does not coordinate");
    }
  }

  @Test
  void endsADownloadThatStandsStillWhenClosed() throws IOException {
    Sha256 asked = new Sha256("e".repeat(64));
    try (StallingServer sender = new StallingServer(1_000_000, 1_000)) {
      HttpCoordination stalled = new HttpCoordination(Peer.at(sender.address()), GROUP, own);
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> stalled.fetch(asked))
                      .isInstanceOf(CoordinatorLostException.class));
      await().atMost(SOON).until(() -> own.offset(asked) == 1_000);

      stalled.close();

      assertThat(ended).succeedsWithin(SOON);
      assertThat(sender.released()).succeedsWithin(SOON);
      assertThat(own.contains(asked)).isFalse();
    }
  }

  @Test
  void losesACoordinatorWhoseAnswerNeverEnds() throws IOException {
    try (StallingServer sender = new StallingServer(Integer.MAX_VALUE, 2 << 20);
        HttpCoordination flooded = new HttpCoordination(Peer.at(sender.address()), GROUP, own)) {
      assertThatThrownBy(() -> flooded.poll(new Poll(B, 0, null, -1, true)))
          .isInstanceOf(CoordinatorLostException.class)
          .hasMessageContaining("more than");
    }
  }

  @Test
  void endsAWaitingPollWhenClosed() {
    Poll patient = new Poll(B, 99, null, 99, false);
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> coordination.poll(patient))
                    .isInstanceOf(CoordinatorLostException.class));

    coordination.close();

    assertThat(ended).succeedsWithin(60, TimeUnit.SECONDS);
  }

  @Test
  void endsAWaitingPollWhenTheTermEnds() {
    Poll patient = new Poll(B, 99, null, 99, false);
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> coordination.poll(patient))
                    .isInstanceOf(CoordinatorLostException.class));

    group.coordinator.close();

    assertThat(ended).succeedsWithin(60, TimeUnit.SECONDS);
  }

  private RoundManifest called() {
    return requireNonNull(polledUntilCalled(new Poll(B, 0, null, 99, true)).manifest());
  }

  private Poll idle(Head head) {
    return new Poll(B, 99, head.sha(), head.version(), true);
  }

  private Sha256 trained(float first) {
    return new PayloadBlobs(own).put(payload(first));
  }

  private byte[] content(Sha256 sha) throws IOException {
    try (FileChannel file = own.open(sha).orElseThrow()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      while (bytes.hasRemaining()) {
        var unused = file.read(bytes);
      }
      return bytes.array();
    }
  }

  private static Submission submission(RoundManifest manifest, NodeId node, Sha256 update) {
    return new Submission(node, manifest.round(), manifest.epoch(), update, 1, 0.5, 1);
  }
}
