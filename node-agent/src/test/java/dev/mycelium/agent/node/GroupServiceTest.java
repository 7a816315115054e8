package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.node.RunningNode.Wish;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.outbound.Retries;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes to its group with what earlier lives left on its disk. */
class GroupServiceTest {
  private static final int ROUNDS = 3;
  private static final long OTHER_SEED = RunningNode.SPEC.training().seed() + 1;

  @TempDir Path folder;
  private final InMemoryDirectory directory = new InMemoryDirectory();

  @Test
  void dropsBlobsOfOtherGroupsAndKeepsThoseOfItsOwn() {
    GroupId group = foundWithAnEnd();
    Sha256 stray;
    try (RunningNode before = start(group)) {
      awaitLastVersion(before);
      stray = before.blobs.put(new ByteArrayInputStream(new byte[] {1, 2, 3}));
    }
    Set<Sha256> needed = new RoundJournal(folder.resolve("node-a")).referenced();

    try (RunningNode again = start(group)) {
      awaitLastVersion(again);

      assertThat(again.blobs.contains(stray)).isFalse();
      assertThat(needed).isNotEmpty().allMatch(again.blobs::contains);
      assertThat(again.blobs.contains(head(again).sha())).isTrue();
    }
  }

  @Test
  void keepsTheGivenVersionZeroUntilTheFirstRound() {
    Network network = Network.of(RunningNode.SPEC.model(), RunningNode.SPEC.task());
    Sha256 given =
        new PayloadBlobs(RunningNode.store(folder.resolve("node-a")))
            .put(Payload.ofModel(network.initial(OTHER_SEED)));

    try (RunningNode node = start(foundWithAnEnd(given))) {
      awaitLastVersion(node);
      eventually(() -> !directory.accounts().isEmpty());

      assertThat(directory.accounts().get(0).report().head().parentSha()).isEqualTo(given);
    }
  }

  @Test
  void tellsTheRegistryHowEachRoundWent() {
    GroupId group = foundWithAnEnd();

    try (RunningNode node = start(group)) {
      eventually(() -> directory.accounts().size() == ROUNDS);

      for (int round = 1; round <= ROUNDS; round++) {
        RoundAccount account = directory.accounts().get(round - 1);
        assertThat(account.nodeId()).isEqualTo(node.id);
        assertThat(account.report().round()).isEqualTo(round);
        assertThat(account.report().outcome()).isEqualTo("completed");
        assertThat(account.report().counted()).containsExactly(node.id);
        assertThat(account.duration()).isPositive();
      }
    }
  }

  @Test
  void beginsItsTermAnewWhenItCouldNotAskForItsMembers() {
    GroupId group = foundWithAnEnd();
    directory.loseNextMembers();

    try (RunningNode node = start(group)) {
      awaitLastVersion(node);
    }
  }

  @Test
  void leavesTheRoundsToOthersWhereItLacksTheStrategy() {
    GroupId group = ((FoundResult.Founded) directory.found(endless())).group();
    try (RunningNode able = start(group);
        RunningNode lacking = new RunningNode("node-b", folder, directory, lacking(group))) {
      eventually(() -> version(group) >= 1 && directory.members(group).size() == 2);

      long lost = directory.grant(group, lacking.id);
      long reached = version(group);

      eventually(() -> version(group) >= reached + 2 && epoch(group) > lost);
      Coordinator coordinator = directory.group(group).orElseThrow().coordinator();
      assertThat(coordinator.nodeId()).isEqualTo(able.id);
      assertThat(lacking.isRunning()).isTrue();
    }
  }

  @Test
  void keepsAccountOfTheCallsToEachCoordinator() throws IOException {
    GroupId group = ((FoundResult.Founded) directory.found(endless())).group();
    NodeId gone = directory.register(unreachable("node-x"));
    directory.join(new JoinRequest(gone, group, null, null));
    try (RunningNode able = start(group);
        RunningNode other = start("node-b", group)) {
      directory.grant(group, gone);

      eventually(() -> failures(able) > Retries.ATTEMPTS);
      long term = directory.grant(group, able.id);
      eventually(
          () ->
              isLedIn(other, term)
                  && able.agent.coordinatorCircuit().isEmpty()
                  && calls(other) > 0);
      assertThat(failures(other)).as("in the new term").isZero();
    }
  }

  private static NodeRegistration unreachable(String name) throws IOException {
    try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + door.getLocalPort();
      return new NodeRegistration(address, new NodeId(name), null, null, null, true, null, 1);
    }
  }

  private static boolean isLedIn(RunningNode node, long epoch) {
    Coordinator coordinator = node.agent.state().coordinator();
    return coordinator != null && coordinator.epoch() == epoch;
  }

  private static int failures(RunningNode node) {
    return node.agent.coordinatorCircuit().map(Circuit.State::failed).orElse(0);
  }

  private static int calls(RunningNode node) {
    return node.agent.coordinatorCircuit().map(Circuit.State::calls).orElse(0);
  }

  private static GroupCreation endless() {
    return new GroupCreation("linear", "points", null, 5, null, RunningNode.SPEC, false, null);
  }

  private static Wish lacking(GroupId group) {
    return new Wish(
        1,
        2,
        group,
        null,
        strategy -> {
          throw new IllegalArgumentException("strategy: " + strategy);
        });
  }

  private long version(GroupId group) {
    Head head = directory.group(group).orElseThrow().head();
    return head == null ? -1 : head.version();
  }

  private long epoch(GroupId group) {
    Head head = directory.group(group).orElseThrow().head();
    return head == null ? -1 : head.epoch();
  }

  private static void eventually(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  private GroupId foundWithAnEnd() {
    return foundWithAnEnd(null);
  }

  private GroupId foundWithAnEnd(@Nullable Sha256 initial) {
    FederationSpec federation =
        new FederationSpec(
            new StrategySpec.FedAvg(), ROUNDS, 1.0, 1.0, 2, 2, Duration.ofMinutes(10));
    GroupSpec spec =
        new GroupSpec(
            RunningNode.SPEC.task(),
            RunningNode.SPEC.model(),
            RunningNode.SPEC.training(),
            federation,
            initial);
    GroupCreation creation =
        new GroupCreation("linear", "points", null, 5, null, spec, false, null);
    return ((FoundResult.Founded) directory.found(creation)).group();
  }

  private RunningNode start(GroupId group) {
    return start("node-a", group);
  }

  private RunningNode start(String name, GroupId group) {
    return new RunningNode(name, folder, directory, new Wish(1, 2, group, null));
  }

  private static void awaitLastVersion(RunningNode node) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> head(node) != null && head(node).version() == ROUNDS);
  }

  private static Head head(RunningNode node) {
    return node.agent.state().head();
  }
}
