package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members may leave on a coordinator's disk: a round of nodes a, b and c. */
class UploadsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Receipt ACCEPTED = new Receipt.Accepted();

  @TempDir Path folder;
  private BlobStore members;
  private CoordinatedGroup group;
  private RoundManifest manifest;

  @BeforeEach
  void begin() {
    members = BlobStore.open(folder.resolve("members"), new BlobLimits(1 << 20, 1 << 26));
    group = CoordinatedGroup.on(folder.resolve("coordinator"), A, B, C);
    manifest = group.called(A, 0);
  }

  @AfterEach
  void end() {
    group.close();
  }

  @Test
  void keepOneUpdateOfAMemberHoweverManyItBrings() {
    List<Sha256> brought = IntStream.range(0, 20).mapToObj(i -> trained(i, 1)).toList();

    brought.forEach(update -> bring(B, update));

    assertThat(brought).filteredOn(group.blobs::contains).containsExactly(brought.get(19));
    assertThat(group.submit(manifest, B, brought.get(19), 1)).isEqualTo(ACCEPTED);
  }

  @Test
  void goWithTheirRoundUnlessTheyCount() {
    Sha256 counted = trained(1, 1);
    Sha256 forgotten = trained(2, 2);
    bring(B, counted);
    bring(C, forgotten);
    group.submit(manifest, A, payload(1, 1), 1);
    group.submit(manifest, B, counted, 1);

    group.passDeadline();
    group.hold(B, manifest.head());

    await().atMost(SOON).until(() -> !group.blobs.contains(forgotten));
    assertThat(group.blobs.contains(counted)).as("kept to recompute the head from").isTrue();
  }

  @Test
  void goWithTheirRoundThoughTheyNeverBecameWhole() {
    Sha256 broken = trained(2, 2);
    byte[] content = content(broken);
    assertThatThrownBy(() -> uploads().take(new Uploads.Piece(C, broken, 0, 40), half(content)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(group.blobs.offset(broken)).isEqualTo(40);
    group.submit(manifest, A, payload(1, 1), 1);
    group.submit(manifest, B, payload(1, 1), 1);

    group.passDeadline();
    group.hold(B, manifest.head());

    await().atMost(SOON).until(() -> group.blobs.offset(broken) == 0);
  }

  @Test
  void leaveNothingThatArrivesAfterItsRound() throws Exception {
    Sha256 late = trained(2, 2);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> bringSlowly(C, late, goOn));
    await().atMost(SOON).until(() -> group.blobs.offset(late) > 0);
    group.submit(manifest, A, payload(1, 1), 1);
    group.submit(manifest, B, payload(1, 1), 1);
    group.passDeadline();
    group.hold(B, manifest.head());
    assertThat(group.called(B, manifest.round()).round()).isGreaterThan(manifest.round());

    goOn.countDown();
    slow.get();

    assertThat(group.blobs.contains(late)).isFalse();
    assertThat(group.blobs.offset(late)).isZero();
  }

  @Test
  void areNotTakenAwayByALateSubmissionOfTheSameUpdate() {
    Sha256 update = trained(1, 1);
    bring(C, update);
    RoundManifest before = earlier(manifest);

    Receipt late = group.submit(before, B, update, 1);

    assertThat(((Receipt.Refused) late).type()).isEqualTo(ProblemType.ROUND_CLOSED);
    assertThat(group.submit(manifest, C, update, 1)).isEqualTo(ACCEPTED);
  }

  private static RoundManifest earlier(RoundManifest manifest) {
    return new RoundManifest(
        manifest.wireVersion(),
        manifest.groupId(),
        manifest.round(),
        manifest.epoch() - 1,
        manifest.head(),
        manifest.plan(),
        manifest.strategy(),
        manifest.deadline(),
        manifest.membershipVersion(),
        manifest.asked(),
        manifest.members());
  }

  @Test
  void areNotTakenOfStrangersNorOfWhoeverAnswered() {
    Sha256 update = trained(1, 1);
    bring(B, update);
    group.submit(manifest, B, update, 1);

    assertRefused(ProblemType.BLOB_UNWANTED, () -> bring(new NodeId("stranger"), trained(3, 3)));
    assertRefused(ProblemType.BLOB_UNWANTED, () -> bring(B, trained(4, 4)));
  }

  @Test
  void areBoundedBeforeTheyBegin() {
    Sha256 update = trained(1, 1);
    long most = (1 << 20) + group.blobs.size(manifest.head().sha()).orElseThrow();

    for (long offset : List.of(0L, 1L, most, most + 1, Long.MAX_VALUE)) {
      long length = offset > most ? 1 : most - offset + 1;
      assertRefused(
          ProblemType.BODY_TOO_LARGE,
          () -> uploads().take(new Uploads.Piece(B, update, offset, length), neverRead()));
    }
  }

  @Test
  void comeOneAtATimeOfAMember() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Sha256 first = trained(1, 1);
    CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> bringSlowly(B, first, goOn));
    await().atMost(SOON).until(() -> group.blobs.offset(first) > 0);

    assertRefused(ProblemType.UNAVAILABLE, () -> bring(B, trained(2, 2)));
    bring(C, trained(3, 3));
    goOn.countDown();
    slow.get();

    assertThat(group.submit(manifest, B, first, 1)).isEqualTo(ACCEPTED);
  }

  @Test
  void areSoManyAtOnceAndNoMore() throws Exception {
    NodeId[] many =
        IntStream.rangeClosed(0, Uploads.MOST_AT_ONCE)
            .mapToObj(i -> new NodeId("member-" + i))
            .toArray(NodeId[]::new);
    group.close();
    group = CoordinatedGroup.on(folder.resolve("crowd"), many);
    manifest = group.called(many[0], 0);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService senders = Executors.newCachedThreadPool();
    List<CompletableFuture<Void>> slow = new ArrayList<>();
    List<Sha256> updates = new ArrayList<>();
    for (int i = 0; i < Uploads.MOST_AT_ONCE; i++) {
      NodeId node = many[i];
      Sha256 update = trained(i, i);
      updates.add(update);
      slow.add(CompletableFuture.runAsync(() -> bringSlowly(node, update, goOn), senders));
    }
    await().atMost(SOON).until(() -> updates.stream().allMatch(u -> group.blobs.offset(u) > 0));

    NodeId last = many[Uploads.MOST_AT_ONCE];
    assertRefused(ProblemType.RATE_LIMITED, () -> bring(last, trained(-1, -1)));
    goOn.countDown();
    CompletableFuture.allOf(slow.toArray(CompletableFuture<?>[]::new)).get();
    senders.shutdown();

    bring(last, trained(-1, -1));
    assertThat(group.submit(manifest, last, trained(-1, -1), 1)).isEqualTo(ACCEPTED);
  }

  private Uploads uploads() {
    return group.coordinator().uploads();
  }

  private Sha256 trained(float... values) {
    return new PayloadBlobs(members).put(payload(values));
  }

  private void bring(NodeId node, Sha256 update) {
    byte[] content = content(update);
    uploads()
        .take(
            new Uploads.Piece(node, update, 0, content.length), new ByteArrayInputStream(content));
  }

  private void bringSlowly(NodeId node, Sha256 update, CountDownLatch goOn) {
    byte[] content = content(update);
    uploads().take(new Uploads.Piece(node, update, 0, content.length), slow(content, goOn));
  }

  private byte[] content(Sha256 sha) {
    try (FileChannel file = members.open(sha).orElseThrow()) {
      return Channels.newInputStream(file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first byte, and the others when they may come. */
  private static InputStream slow(byte[] content, CountDownLatch goOn) {
    return new SequenceInputStream(
        new ByteArrayInputStream(content, 0, 1),
        new FilterInputStream(new ByteArrayInputStream(content, 1, content.length - 1)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.read(target, offset, length);
          }
        });
  }

  /** 40 bytes, and then nobody is there any more. */
  private static InputStream half(byte[] content) {
    return new SequenceInputStream(
        new ByteArrayInputStream(content, 0, 40),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        });
  }

  private static InputStream neverRead() {
    return new InputStream() {
      @Override
      public int read() {
        throw new AssertionError("read (expected: refused before)");
      }
    };
  }

  private static void assertRefused(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UploadRefusedException.class, e -> assertThat(e.type()).isEqualTo(type));
  }
}
