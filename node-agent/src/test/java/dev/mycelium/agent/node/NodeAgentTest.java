package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.agent.node.RunningNode.Wish;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that live together in one process: real servers, one registry in memory. */
class NodeAgentTest {
  private static final GroupId FIRST = new GroupId("group-1");

  @TempDir Path folder;
  private final InMemoryDirectory directory = new InMemoryDirectory();
  private final List<RunningNode> nodes = new ArrayList<>();

  @AfterEach
  void end() {
    directory.comeBack();
    nodes.forEach(RunningNode::close);
  }

  @Test
  void formOneGroupAndAgreeOnItsHead() {
    start("node-a", 0, null);
    start("node-b", 1, null);
    start("node-c", 2, null);

    eventually(() -> version(FIRST) >= 3 && directory.members(FIRST).size() == 3);
    eventually(() -> nodes.stream().allMatch(node -> known(node) >= 3));

    assertThat(directory.groups()).hasSize(1);
  }

  @Test
  void continueTheChainWhenTheCoordinatorLeaves() {
    start("node-a", 0, null);
    start("node-b", 1, null);
    start("node-c", 2, null);
    eventually(() -> version(FIRST) >= 2 && directory.members(FIRST).size() == 3);
    NodeId leader = directory.group(FIRST).orElseThrow().coordinator().nodeId();

    nodes.stream().filter(node -> node.id.equals(leader)).forEach(RunningNode::close);
    long reached = version(FIRST);
    eventually(() -> version(FIRST) >= reached + 2);

    Head head = directory.group(FIRST).orElseThrow().head();
    assertThat(head.epoch()).isGreaterThan(1);
    assertThat(directory.group(FIRST).orElseThrow().coordinator().nodeId()).isNotEqualTo(leader);
  }

  @Test
  void moveToTheGroupThatIsBetterForThem() {
    GroupId poor = found();
    GroupId good = found();
    nodes.add(new RunningNode("node-a", folder, directory, new Wish(0, 200, poor, null)));
    start("node-b", 9, poor);
    nodes.add(new RunningNode("node-c", folder, directory, new Wish(9, 200, good, null)));

    eventually(() -> directory.groupOf(new NodeId("node-b")).filter(good::equals).isPresent());

    eventually(() -> good.equals(nodes.get(1).agent.state().groupId()));
    long reached = version(good);
    eventually(() -> version(good) >= reached + 2 && known(nodes.get(1)) >= reached + 1);
    assertThat(directory.members(poor)).hasSize(1);
  }

  /** As when the reply to their own join was lost. Both learn the same, so that none moves. */
  @Test
  void workInTheGroupThatTheRegistrySaysTheyAreIn() {
    GroupId before = found();
    GroupId after = found();
    nodes.add(new RunningNode("node-a", folder, directory, new Wish(1, 200, before, null)));
    nodes.add(new RunningNode("node-b", folder, directory, new Wish(1, 200, after, null)));
    eventually(() -> version(before) >= 1 && version(after) >= 1);

    directory.join(new JoinRequest(new NodeId("node-a"), after, null, null));

    eventually(() -> directory.members(after).size() == 2);
    eventually(() -> after.equals(nodes.get(0).agent.state().groupId()));
    eventually(() -> nodes.get(0).agent.state().score() != null);
  }

  @Test
  void leaveWhenTheyHaveHadTheirRounds() {
    nodes.add(new RunningNode("node-a", folder, directory, new Wish(0, 2, null, 3)));

    eventually(() -> !nodes.get(0).isRunning());

    assertThat(directory.groupOf(new NodeId("node-a"))).isEmpty();
    assertThat(version(FIRST)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void outliveARegistryThatIsAwayForAWhile() {
    start("node-a", 0, null);
    start("node-b", 1, null);
    eventually(() -> version(FIRST) >= 1 && directory.members(FIRST).size() == 2);
    long reached = version(FIRST);

    directory.goAway();
    eventually(() -> directory.refusals() >= 4);
    directory.comeBack();

    eventually(() -> version(FIRST) >= reached + 3);
    assertThat(nodes).allMatch(RunningNode::isRunning);
    assertThat(directory.members(FIRST)).hasSize(2);
  }

  @Test
  void comeBackUnderTheirIdWhenTheRegistryForgotThem() {
    start("node-a", 0, null);
    start("node-b", 1, null);
    eventually(() -> version(FIRST) >= 1 && directory.members(FIRST).size() == 2);

    directory.forget(new NodeId("node-b"));

    eventually(() -> directory.groupOf(new NodeId("node-b")).filter(FIRST::equals).isPresent());
    long reached = version(FIRST);
    eventually(() -> version(FIRST) >= reached + 2);
  }

  private GroupId found() {
    GroupCreation asked = RunningNode.FOUNDING;
    GroupCreation creation =
        new GroupCreation(
            asked.modelType(), asked.datasetName(), null, 5, null, asked.spec(), false, null);
    return ((FoundResult.Founded) directory.found(creation)).group();
  }

  private void start(String name, float optimum, @Nullable GroupId group) {
    nodes.add(new RunningNode(name, folder, directory, new Wish(optimum, 2, group, null)));
  }

  private long version(GroupId group) {
    return directory.group(group).map(view -> view.head()).map(Head::version).orElse(-1L);
  }

  private static long known(RunningNode node) {
    Head head = node.agent.state().head();
    return head == null ? -1 : head.version();
  }

  private static void eventually(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }
}
