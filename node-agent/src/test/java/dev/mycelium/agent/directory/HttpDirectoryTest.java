package dev.mycelium.agent.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mycelium.agent.directory.Directory.BeatResult;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.Directory.JoinResult;
import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class HttpDirectoryTest {
  private static final NodeId NODE = new NodeId("node-1");
  private static final GroupId GROUP = new GroupId("group-1");
  private static final Sha256 SHA = new Sha256("a".repeat(64));
  private static final HeadProposal PROPOSAL = new HeadProposal(NODE, null, SHA, 1, 0);
  private static final JoinRequest JOIN = new JoinRequest(NODE, GROUP, "a reason", null);
  private static final GroupCreation FOUNDING =
      new GroupCreation("linear", "digits", null, null, null, null, null, null);

  private ScriptedRegistry registry;
  private HttpDirectory directory;

  @BeforeEach
  void begin() throws IOException {
    registry = new ScriptedRegistry();
    directory = new HttpDirectory(registry.uri());
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void registers() {
    registry.answers(200, "{\"node_id\": \"node-1\", \"status\": \"registered\"}");

    assertThat(directory.register(registration(NODE))).isEqualTo(NODE);
    assertThat(registry.requests()).containsExactly("POST /nodes/register");
  }

  @Test
  void tellsARenewedLeaseFromAnUnknownNode() {
    registry.answers(
        200,
        """
        {"status": "ONLINE", "next_heartbeat": "PT2S", "lease": "PT6S", "group_id": "group-1",
         "membership_version": 3, "coordinator": {"node_id": "node-2", "address": "h:1", "epoch": 4},
         "condition": null, "head": null, "a_field_of_tomorrow": true}
        """);
    registry.refuses(ProblemType.NODE_NOT_FOUND);

    BeatResult first = directory.beat(NODE, Heartbeat.empty());
    BeatResult second = directory.beat(NODE, Heartbeat.empty());

    assertThat(((BeatResult.Renewed) first).reply().status()).isEqualTo(NodeStatus.ONLINE);
    assertThat(((BeatResult.Renewed) first).reply().nextHeartbeat())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(second).isEqualTo(new BeatResult.UnknownNode());
  }

  @Test
  void tellsAGroupFromNone() {
    registry.answers(200, "[]").refuses(ProblemType.GROUP_NOT_FOUND);

    assertThat(directory.groups()).isEmpty();
    assertThat(directory.group(GROUP)).isEmpty();
  }

  /** A group of a newer release among those of this one. */
  @Test
  void leavesOutAGroupWhoseSpecItDoesNotUnderstandAndKeepsTheOthers() {
    String list = "[%s, %s, %s]".formatted(row("g-1", ""), row("g-2", unknown()), row("g-3", ""));
    registry.answers(200, list).answers(200, list);
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    warnings.start();
    Logger log = (Logger) LoggerFactory.getLogger(ReadableGroups.class);
    log.setLevel(Level.WARN);
    log.addAppender(warnings);

    List<GroupView> first = directory.groups();
    List<GroupView> again = directory.groups();

    log.detachAppender(warnings);
    log.setLevel(null);
    assertThat(first)
        .isEqualTo(again)
        .extracting(group -> group.groupId().value())
        .containsExactly("g-1", "g-3");
    assertThat(warnings.list).hasSize(1);
    assertThat(warnings.list.get(0).getFormattedMessage())
        .contains("group=g-2")
        .contains("telepathy");
    assertThat(directory.leftOut()).containsOnlyKeys("g-2");
  }

  private static String row(String id, String more) {
    return """
        {"group_id": "%s", "model_type": "linear", "dataset_name": "digits",
         "performance_metric": 0.0, "member_count": 0, "max_capacity": 5, "join_policy": "open",
         "created_at": "2026-01-01T00:00:00Z", "last_updated": "2026-01-01T00:00:00Z",
         "membership_version": 1, "head_holders": 0%s}
        """
        .formatted(id, more);
  }

  private static String unknown() {
    return """
        , "spec": {"federation": {"strategy": {"name": "telepathy"}}}
        """;
  }

  @Test
  void tellsAFoundedGroupFromOneThatExists() {
    registry.answers(200, "{\"group_id\": \"g-1\", \"status\": \"created\"}");
    registry.answers(
        200, "{\"group_id\": \"g-2\", \"status\": \"created\", \"invitation\": \"code\"}");
    registry.refuses(ProblemType.COMPATIBLE_GROUP_EXISTS);

    assertThat(directory.found(FOUNDING)).isEqualTo(new FoundResult.Founded(new GroupId("g-1")));
    assertThat(directory.found(FOUNDING))
        .isEqualTo(new FoundResult.Founded(new GroupId("g-2"), "code"));
    assertThat(directory.found(FOUNDING)).isEqualTo(new FoundResult.Exists(new GroupId("g-7")));
  }

  @Test
  void tellsAPlaceFromARefusal() {
    registry.answers(200, "{\"status\": \"joined\", \"group_id\": \"group-1\"}");
    registry.refuses(ProblemType.GROUP_FULL);

    assertThat(directory.join(JOIN)).isEqualTo(new JoinResult.Joined(GROUP));
    assertThat(((JoinResult.Refused) directory.join(JOIN)).problem().is(ProblemType.GROUP_FULL))
        .isTrue();
  }

  @Test
  void tellsACommitFromAHeadThatCameTooLate() {
    registry.answers(
        200,
        "{\"version\": 0, \"parent_sha\": null, \"sha\": \"%s\", \"epoch\": 1, \"round\": 0}"
            .formatted(SHA));
    registry.refuses(ProblemType.STALE_EPOCH).refuses(ProblemType.STALE_PARENT);

    assertThat(directory.publish(GROUP, PROPOSAL))
        .isEqualTo(new PublishResult.Committed(new Head(0, null, SHA, 1, 0)));
    assertThat(directory.publish(GROUP, PROPOSAL)).isInstanceOf(PublishResult.Stale.class);
    assertThat(directory.publish(GROUP, PROPOSAL)).isInstanceOf(PublishResult.Stale.class);
  }

  @Test
  void saysGoodbyeToARegistryThatForgotIt() {
    registry.answers(204, "").refuses(ProblemType.NODE_NOT_FOUND);

    directory.leave(new NodeId("a/b c"));
    directory.leave(NODE);

    assertThat(registry.requests())
        .containsExactly("DELETE /nodes/a%2Fb%20c", "DELETE /nodes/node-1");
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_MISMATCH", "INVALID_REQUEST", "WIRE_VERSION"})
  void givesUpOnARefusalThatOnlyAPersonCanMend(ProblemType type) {
    registry.refuses(type);

    assertThatThrownBy(() -> directory.register(registration(NODE)))
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining("because");
    assertThat(registry.requests()).hasSize(1);
  }

  static Stream<Consumer<Directory>> repeatable() {
    return Stream.of(
        Directory::groups,
        Directory::nodes,
        directory -> directory.group(GROUP),
        directory -> directory.members(GROUP),
        directory -> directory.join(JOIN),
        directory -> directory.publish(GROUP, PROPOSAL),
        directory -> directory.register(registration(NODE)),
        directory -> directory.register(registration(null)),
        directory -> directory.found(FOUNDING));
  }

  @ParameterizedTest
  @MethodSource("repeatable")
  void asksThreeTimesWhereThatDoesNoHarm(Consumer<Directory> call) {
    registry.answers(503, "");

    assertThatThrownBy(() -> call.accept(directory))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("503");
    assertThat(registry.requests()).hasSize(3);
  }

  static Stream<Consumer<Directory>> unrepeatable() {
    return Stream.of(
        directory -> directory.beat(NODE, Heartbeat.empty()), directory -> directory.leave(NODE));
  }

  @ParameterizedTest
  @MethodSource("unrepeatable")
  void asksOnceWhereTheCallerRepeats(Consumer<Directory> call) {
    registry.answers(500, "");

    assertThatThrownBy(() -> call.accept(directory))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(registry.requests()).hasSize(1);
  }

  static Stream<Consumer<Directory>> changes() {
    return Stream.of(
        directory -> directory.register(registration(NODE)),
        directory -> directory.beat(NODE, Heartbeat.empty()),
        directory -> directory.found(FOUNDING),
        directory -> directory.join(JOIN),
        directory -> directory.publish(GROUP, PROPOSAL),
        directory -> directory.leave(NODE));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void asksForAChangeUnderOneKeyInAllAttempts(Consumer<Directory> change) {
    registry.answers(503, "");

    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(() -> change.accept(directory))
          .isInstanceOf(RegistryUnavailableException.class);
    }

    List<String> keys =
        registry.headers().stream().map(header -> header.getFirst("Idempotency-Key")).toList();
    int half = keys.size() / 2;
    assertThat(keys).doesNotContainNull();
    assertThat(Set.copyOf(keys.subList(0, half))).hasSize(1);
    assertThat(Set.copyOf(keys)).hasSize(2);
  }

  @Test
  void succeedsWhenTheRegistryComesBackInTime() {
    registry.answers(503, "").answers(200, "[]");

    assertThat(directory.groups()).isEmpty();
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void saysThatNobodyAnswers() {
    registry.close();

    assertThatThrownBy(directory::groups)
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(registry.uri().toString());
  }

  @Test
  void saysThatAnAnswerIsNotOfARegistry() {
    registry.answers(200, "<html>a proxy's page</html>");

    assertThatThrownBy(directory::groups)
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining("list of groups");
  }

  private static NodeRegistration registration(NodeId node) {
    return new NodeRegistration("127.0.0.1:8080", node, null, null, null, true, null, 1);
  }
}
