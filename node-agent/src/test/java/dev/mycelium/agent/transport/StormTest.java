package dev.mycelium.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.round.Phase;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rounds over ways that lose, cut, double, delay and part (fault catalogue, cases 10, 11, 16 to 19
 * and 21): every version is, bit for bit, the one that quiet ways make of the same updates.
 */
@Timeout(120)
class StormTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ROUNDS = 5;
  private static final NodeId B = new NodeId("node-b");
  private static final NodeId C = new NodeId("node-cc");
  private static final NodeId D = new NodeId("node-ddd");
  private static final NodeId E = new NodeId("node-eeee");

  @TempDir static Path quiet;
  @TempDir Path folder;
  private static List<Sha256> expected = List.of();

  @BeforeAll
  static void runOverQuietWays() throws IOException {
    try (RemoteGroup group = RemoteGroup.of(quiet, RemoteGroup.Way.ofRounds(ROUNDS), B, C, D)) {
      group.start(B, C, D);
      group.awaitVersion(ROUNDS);
      expected = versions(group);
      assertThat(expected).hasSize(ROUNDS + 1).doesNotHaveDuplicates();
    }
  }

  private static List<Sha256> versions(RemoteGroup group) {
    return group.heads.proposals().stream().map(each -> each.sha()).distinct().toList();
  }

  @ParameterizedTest(name = "{0} of requests, and of answers")
  @ValueSource(doubles = {0.1, 0.3})
  void countEachUpdateOnceThoughMuchIsLost(double share) throws IOException {
    long seed = 20261122;

    List<TcpProxy> ways = storm(way -> way.lose(share, seed));

    assertThat(ways).as("seed %d", seed).allMatch(way -> way.lost() > 0);
  }

  @Test
  void goOnWhereAHundredResetsCutThem() throws IOException {
    List<TcpProxy> ways = storm(way -> way.reset(20_000, 40));

    assertThat(ways.stream().mapToInt(TcpProxy::resets).sum()).isGreaterThan(100);
  }

  @Test
  void countEachUpdateOnceThoughEachRequestComesTwiceAndLate() throws IOException {
    List<TcpProxy> ways =
        storm(
            way -> {
              way.duplicate();
              way.delay(1);
            });

    assertThat(ways.stream().mapToInt(TcpProxy::copies).sum()).isGreaterThan(3 * ROUNDS);
  }

  /** The rounds of three members, each of whose ways is made bad before it begins. */
  private List<TcpProxy> storm(Consumer<TcpProxy> weather) throws IOException {
    try (RemoteGroup group = RemoteGroup.of(folder, RemoteGroup.Way.ofRounds(ROUNDS), B, C, D)) {
      group.ways().forEach(weather);
      group.start(B, C, D);
      await().atMost(SOON).until(() -> group.completed().size() == ROUNDS);
      assertThat(group.completed())
          .allSatisfy(each -> assertThat(each.counted()).containsExactly(B, C, D));
      assertThat(versions(group)).isEqualTo(expected);
      assertThat(group.troubles()).isEmpty();
      return group.ways();
    }
  }

  /** 0.1 Mbit/s, for a model that is a hundredth of a small one's size. */
  @Test
  void closeAtTheDeadlineWithoutAMemberWhoseWayIsNarrow() throws IOException {
    try (RemoteGroup group = RemoteGroup.of(folder, RemoteGroup.Way.ofRounds(3), B, C, D)) {
      group.way(D).throttle(12_500);
      group.start(B, C, D);
      await().atMost(SOON).until(() -> submitted(group, B) == 1 && submitted(group, C) == 1);

      group.passDeadline();
      await().atMost(SOON).until(() -> !group.durations.isEmpty());

      assertThat(group.durations.get(0)).isLessThanOrEqualTo(group.timeoutAndASecond());
      assertThat(group.completed().get(0).counted()).containsExactly(B, C);
      assertThat(group.completed().get(0).missing())
          .isEqualTo(Map.of(D, "no answer by the deadline"));
      group.way(D).throttle(Long.MAX_VALUE);
      goesOnWith(group, B, C, D);
    }
  }

  @Test
  void goOnOnlyOnTheCoordinatorsSideOfAPartition() throws IOException {
    try (RemoteGroup group = RemoteGroup.of(folder, RemoteGroup.Way.ofRounds(4), B, C, D, E)) {
      group.way(D).partition(true);
      group.way(E).partition(true);
      group.start(B, C, D, E);
      await().atMost(SOON).until(() -> submitted(group, B) == 1 && submitted(group, C) == 1);
      group.passDeadline();
      group.awaitCompleted(1);

      assertThat(group.completed().get(0).counted()).containsExactly(B, C);
      assertThat(Stream.of(D, E)).allMatch(cut -> group.member(cut).blobs().totalBytes() == 0);
      group.way(D).partition(false);
      group.way(E).partition(false);
      goesOnWith(group, B, C, D, E);
    }
  }

  @Test
  void leaveNothingOfAMemberThatIsKilledInTheMiddleOfItsUpload() throws IOException {
    try (RemoteGroup group = RemoteGroup.of(folder, RemoteGroup.Way.ofRounds(2), B, C, D)) {
      group.start(B, C);
      await().atMost(SOON).until(() -> submitted(group, B) == 1 && submitted(group, C) == 1);
      group.way(D).throttle(200_000);
      group.start(D);
      await().atMost(SOON).until(() -> !partial().isEmpty());

      group.member(D).close();
      group.passDeadline();
      group.awaitCompleted(1);

      assertThat(group.completed().get(0).counted()).containsExactly(B, C);
      await().atMost(SOON).until(() -> partial().isEmpty());
      var unused = group.join(D);
      group.start(D);
      goesOnWith(group, B, C, D);
    }
  }

  private List<Path> partial() {
    try (Stream<Path> files = Files.list(folder.resolve("blobs/partial"))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The member dies before it hears that its update counts, and its process comes back. */
  @Test
  void countAMemberOnceThatIsKilledAfterItsUploadAndComesBack() throws Exception {
    AtomicReference<RemoteGroup> begun = new AtomicReference<>();
    CountDownLatch cut = new CountDownLatch(1);
    RemoteGroup.Way way =
        RemoteGroup.Way.ofRounds(ROUNDS)
            .telling(
                (manifest, phase) -> {
                  if (phase == Phase.ACCEPTED && cut.getCount() > 0) {
                    begun.get().way(D).partition(true);
                    cut.countDown();
                  }
                });
    try (RemoteGroup group = RemoteGroup.of(folder, way, B, C, D)) {
      begun.set(group);
      group.start(D);
      cut.await();

      var unused = group.join(D);
      group.start(D, B, C);
      await().atMost(SOON).until(() -> group.completed().size() == ROUNDS);

      assertThat(versions(group)).isEqualTo(expected);
      assertThat(group.completed().get(0).counted()).containsExactly(B, C, D);
    }
  }

  private static int submitted(RemoteGroup group, NodeId node) {
    return group.member(node).submitted();
  }

  /** A later round counts all of these, and nothing else went wrong. */
  private static void goesOnWith(RemoteGroup group, NodeId... all) {
    await()
        .atMost(SOON)
        .until(
            () ->
                group.completed().stream()
                    .map(RoundOutcome.Completed::counted)
                    .anyMatch(List.of(all)::equals));
    assertThat(group.troubles()).isEmpty();
  }
}
