package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.directory.Directory.BeatResult;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.Directory.JoinResult;
import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.RegistryAccess;
import dev.mycelium.agent.directory.RegistryRefusedException;
import dev.mycelium.agent.directory.RequestSigner;
import dev.mycelium.agent.identity.KeyFile;
import dev.mycelium.agent.identity.NodeIdentity;
import dev.mycelium.registry.RunningRegistry;
import dev.mycelium.wire.WireVersion;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's client and the registry, both real, in one process: who asks is who may. */
class SignedRequestsIT {
  private static RunningRegistry registry;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    registry = RunningRegistry.on(RunningRegistry.temporaryFile());
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void letsAnAgentLiveItsLife() throws Exception {
    NodeIdentity identity = identity("a");
    HttpDirectory directory = signed(uri(), identity, Clock.systemUTC());

    assertThat(directory.register(registration(identity))).isEqualTo(identity.nodeId());
    assertThat(directory.beat(identity.nodeId(), Heartbeat.empty()))
        .isInstanceOf(BeatResult.Renewed.class);
    assertThat(directory.join(join(identity.nodeId(), found(directory))))
        .isInstanceOf(JoinResult.Joined.class);
    directory.leave(identity.nodeId());

    assertThat(status(identity)).isEqualTo(NodeStatus.LEFT);
  }

  @Test
  void letsNoAgentActForAnother() throws Exception {
    NodeIdentity victim = identity("victim");
    signed(uri(), victim, Clock.systemUTC()).register(registration(victim));
    HttpDirectory other = signed(uri(), identity("other"), Clock.systemUTC());
    HttpDirectory nobody = new HttpDirectory(uri());
    var unused = other.register(registration(identity("other")));

    assertThatThrownBy(() -> other.leave(victim.nodeId()))
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining("403");
    assertThatThrownBy(() -> nobody.leave(victim.nodeId()))
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining("401");
    assertThat(status(victim)).isEqualTo(NodeStatus.ONLINE);
  }

  /** Fault catalogue, case 24: clocks ten years ahead and an hour behind. */
  @Test
  void letsAnAgentLiveWhoseClockIsWrong() throws Exception {
    for (Duration wrong : new Duration[] {Duration.ofDays(3650), Duration.ofHours(-1)}) {
      NodeIdentity identity = identity("wrong" + wrong);
      HttpDirectory directory = signed(uri(), identity, Clock.offset(Clock.systemUTC(), wrong));

      assertThat(directory.register(registration(identity))).isEqualTo(identity.nodeId());
      assertThat(directory.beat(identity.nodeId(), Heartbeat.empty()))
          .isInstanceOf(BeatResult.Renewed.class);
    }
  }

  /** Each retry is signed anew under the same key, and the registry does it once. */
  @Test
  void doesOnceWhatAnAgentAsksAgain() throws Exception {
    NodeIdentity identity = identity("retry");
    try (LossyProxy proxy = new LossyProxy(uri())) {
      HttpDirectory directory = signed(proxy.uri(), identity, Clock.systemUTC());
      proxy.lose(1);
      directory.register(registration(identity));
      GroupId group = found(directory);
      proxy.lose(1);
      assertThat(directory.join(join(identity.nodeId(), group)))
          .isInstanceOf(JoinResult.Joined.class);
      int groups = directory.groups().size();
      proxy.lose(1);
      GroupId founded = found(directory);

      assertThat(directory.groups()).hasSize(groups + 1);
      assertThat(directory.group(founded)).isPresent();
      assertThat(proxy.passed()).hasSizeGreaterThanOrEqualTo(2 + 1 + 2 + 1 + 2 + 1 + 1);
    }
    assertThat(registry.events(identity.nodeId().value()))
        .containsExactly("node_registered", "node_joined");
  }

  private static GroupId found(HttpDirectory directory) {
    GroupCreation creation =
        new GroupCreation("linear", "digits", null, null, null, null, null, null);
    return ((FoundResult.Founded) directory.found(creation)).group();
  }

  private static JoinRequest join(NodeId node, GroupId group) {
    return new JoinRequest(node, group, "a reason", Map.of());
  }

  private static NodeStatus status(NodeIdentity identity) {
    return new HttpDirectory(uri())
        .nodes().stream()
            .filter(node -> node.nodeId().equals(identity.nodeId()))
            .findFirst()
            .orElseThrow()
            .status();
  }

  private static NodeRegistration registration(NodeIdentity identity) {
    return new NodeRegistration(
        "127.0.0.1:1",
        identity.nodeId(),
        null,
        "a node",
        identity.publicKey(),
        false,
        null,
        WireVersion.CURRENT);
  }

  private NodeIdentity identity(String name) throws Exception {
    return new KeyFile(Files.createDirectories(folder.resolve(name))).loadOrCreate();
  }

  private static HttpDirectory signed(URI registry, NodeIdentity identity, Clock clock) {
    return new HttpDirectory(
        RegistryAccess.direct(registry),
        new RequestSigner(identity.nodeId(), identity::sign, clock));
  }

  private static URI uri() {
    return URI.create(registry.url());
  }
}
