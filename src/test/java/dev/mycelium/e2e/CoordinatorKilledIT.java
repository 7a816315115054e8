package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.RegistryAccess;
import dev.mycelium.agent.directory.RequestSigner;
import dev.mycelium.agent.identity.KeyFile;
import dev.mycelium.agent.identity.NodeIdentity;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Learning outlives the coordinator, a member, the registry, and everybody at once. */
class CoordinatorKilledIT {
  private static final Sha256 NOBODYS_BLOB = new Sha256("0".repeat(64));

  @RegisterExtension static final Network network = new Network();

  @Test
  void versionsGoOnWhoeverIsKilled() {
    String group = network.client().post("/groups", GroupText.digits(3, "PT20S")).text("group_id");
    List<AgentProcess> agents =
        IntStream.range(0, 4).mapToObj(i -> network.start("agent-" + i, "--group", group)).toList();
    network.awaitVersion(group, 2);

    AgentProcess killed = killCoordinator(group, agents);
    comesBack(killed);
    trainsOnWithoutTheRegistry(group, agents);
    killEverybody(agents);
    List<Head> before = startEverybody(group, agents);

    network.awaitVersion(group, before.size() + 1);
    List<Head> heads = network.client().heads(group);
    assertThat(heads).startsWith(before.toArray(Head[]::new));
    isAWholeChain(heads);
  }

  private static AgentProcess killCoordinator(String group, List<AgentProcess> agents) {
    Coordinator old = coordinator(group);
    AgentProcess killed = byId(agents, old.nodeId().value());
    killed.kill();

    Deadline.await("a successor")
        .until(
            () -> {
              Coordinator successor = coordinator(group);
              return successor.epoch() > old.epoch() && !successor.nodeId().equals(old.nodeId());
            });
    anOldEpochIsRefused(group, old, killed);
    network.awaitVersion(group, newest(group).version() + 2);
    return killed;
  }

  /** The killed coordinator's last words, had they come late. */
  private static void anOldEpochIsRefused(String group, Coordinator old, AgentProcess killed) {
    Head head = newest(group);
    NodeIdentity identity = new KeyFile(killed.stateDirectory()).loadOrCreate();
    HttpDirectory late =
        new HttpDirectory(
            RegistryAccess.direct(network.registry().uri()),
            new RequestSigner(old.nodeId(), identity::sign, Clock.systemUTC()));

    PublishResult result =
        late.publish(
            new GroupId(group),
            new HeadProposal(
                old.nodeId(), head.sha(), NOBODYS_BLOB, old.epoch(), head.round() + 1));

    assertThat(((PublishResult.Stale) result).problem().is(ProblemType.STALE_EPOCH)).isTrue();
  }

  private static void comesBack(AgentProcess killed) {
    String id = killed.nodeId();

    killed.restart();

    assertThat(killed.nodeId()).isEqualTo(id);
    killed.awaitEvent("trained");
    killed.awaitEvent("scored");
  }

  /** Rounds end without the registry, and versions come of them when it is back. */
  private static void trainsOnWithoutTheRegistry(String group, List<AgentProcess> agents) {
    network.registry().kill();
    Deadline.await("rounds without the registry").until(() -> provisional(agents).size() >= 3);

    network.registry().restart();

    long last = Collections.max(provisional(agents));
    Deadline.await("a head after these rounds").until(() -> newest(group).round() > last);
  }

  /** Rounds that ended while the registry gave no answer. */
  private static List<Long> provisional(List<AgentProcess> agents) {
    return agents.stream()
        .flatMap(agent -> agent.events("round").stream())
        .filter(round -> round.path("outcome").asString().equals("provisional"))
        .map(round -> round.path("round").asLong())
        .toList();
  }

  private static void killEverybody(List<AgentProcess> agents) {
    agents.forEach(AgentProcess::kill);
    network.registry().kill();
  }

  /** Returns the heads as the restarted registry knows them. */
  private static List<Head> startEverybody(String group, List<AgentProcess> agents) {
    network.registry().restart();
    List<Head> heads = network.client().heads(group);
    agents.forEach(AgentProcess::restart);
    return heads;
  }

  private static void isAWholeChain(List<Head> heads) {
    assertThat(IntStream.range(0, heads.size()))
        .allMatch(i -> heads.get(i).version() == i)
        .allMatch(i -> i == 0 || heads.get(i - 1).sha().equals(heads.get(i).parentSha()))
        .allMatch(i -> i == 0 || heads.get(i - 1).epoch() <= heads.get(i).epoch());
  }

  private static Coordinator coordinator(String group) {
    Deadline.await("a coordinator")
        .until(() -> network.client().group(group).coordinator() != null);
    Coordinator coordinator = network.client().group(group).coordinator();
    return coordinator == null ? coordinator(group) : coordinator;
  }

  private static Head newest(String group) {
    List<Head> heads = network.client().heads(group);
    return heads.get(heads.size() - 1);
  }

  private static AgentProcess byId(List<AgentProcess> agents, String nodeId) {
    return agents.stream().filter(agent -> agent.nodeId().equals(nodeId)).findFirst().orElseThrow();
  }
}
