package dev.mycelium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.event.NetworkEvent;
import dev.mycelium.wire.group.ActivityChange;
import dev.mycelium.wire.group.CapacityChange;
import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupCondition;
import dev.mycelium.wire.group.GroupCreated;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.Invitation;
import dev.mycelium.wire.group.InvitationRequest;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.Joined;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TargetScale;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TensorShape;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.group.Updated;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistered;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.performance.MetricUpdate;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every record survives the wire, under field names that stay as they are. */
class WireJsonTest {
  private static final String KEY = "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final NodeId NODE = new NodeId("n");
  private static final GroupId GROUP = new GroupId("g");
  private static final Sha256 SHA = new Sha256("ab".repeat(32));
  private static final Head HEAD = new Head(1, SHA, SHA, 2, 3);
  private static final Score SCORE = new Score(0.5, 1.5, 10, 1);
  private static final Coordinator COORDINATOR = new Coordinator(NODE, "h:1", 2);
  private static final TrainingSpec TRAINING =
      new TrainingSpec(new OptimizerSpec.AdamW(0.01, 0.1), 10, 1, 7);
  private static final StrategySpec FEDAVG = new StrategySpec.FedAvg();
  private static final GroupSpec SPEC =
      new GroupSpec(
          new TaskSpec(
              TaskKind.CLASSIFICATION, List.of(1, 28, 28), List.of("0", "1"), "accuracy", null),
          new ModelSpec.Mlp(List.of(200, 200)),
          TRAINING,
          FederationSpec.defaults());
  private static final GroupSpec CUSTOM =
      new GroupSpec(
          SPEC.task(),
          new ModelSpec.Custom("mine", List.of(new TensorShape("coef", List.of(2, 784)))),
          TRAINING,
          FederationSpec.defaults(),
          SHA);
  private static final GroupSpec SCRIPTED =
      new GroupSpec(
          SPEC.task(),
          new ModelSpec.TorchScript(SHA, 9_000, List.of(new TensorShape("w", List.of(2, 784)))),
          TRAINING,
          FederationSpec.defaults(),
          SHA);

  private static final TaskSpec TABLE =
      new TaskSpec(
          TaskKind.REGRESSION,
          List.of(3),
          List.of(),
          "r2",
          new TableSchema(
              List.of(
                  new ColumnSchema.Numeric("age", 1.5, 1, 2),
                  new ColumnSchema.Categorical("sex", List.of("f"))),
              new TargetScale(3, 4)));

  @ParameterizedTest
  @MethodSource("records")
  void readsWhatItWrote(Object record) {
    String json = JSON.writeValueAsString(record);

    assertThat(JSON.readValue(json, record.getClass())).isEqualTo(record);
  }

  @ParameterizedTest
  @MethodSource("records")
  void ignoresFieldsThatItDoesNotKnow(Object record) {
    ObjectNode json = JSON.valueToTree(record);
    json.putObject("from_the_future").putArray("x").add(1);

    assertThat(JSON.treeToValue(json, record.getClass())).isEqualTo(record);
  }

  @Test
  void writesTheFrozenAnswersOfTheOriginal() {
    assertThat(JSON.writeValueAsString(GroupCreated.of(GROUP)))
        .isEqualTo("{\"group_id\":\"g\",\"status\":\"created\"}");
    assertThat(JSON.writeValueAsString(NodeRegistered.of(NODE)))
        .isEqualTo("{\"node_id\":\"n\",\"status\":\"registered\"}");
    assertThat(JSON.writeValueAsString(Joined.of(GROUP)))
        .isEqualTo("{\"status\":\"joined\",\"group_id\":\"g\"}");
    assertThat(JSON.writeValueAsString(Updated.updated())).isEqualTo("{\"status\":\"updated\"}");
  }

  @Test
  void writesTheFieldsOfAGroupInTheOriginalsOrder() {
    JsonNode json = JSON.readTree(JSON.writeValueAsString(aGroup()));

    assertThat(json.propertyNames())
        .containsExactly(
            "group_id",
            "model_type",
            "dataset_name",
            "performance_metric",
            "member_count",
            "max_capacity",
            "join_policy",
            "created_at",
            "last_updated",
            "membership_version",
            "spec",
            "standing",
            "coordinator",
            "condition",
            "head",
            "head_holders",
            "state");
    assertThat(json.get("join_policy").asString()).isEqualTo("invite-only");
    assertThat(json.get("created_at").asString()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(json.get("standing").propertyNames())
        .containsExactly("measured", "head_version", "examples", "claimed");
  }

  @Test
  void writesASpecAsTheDocumentationShowsIt() {
    assertThat(JSON.readTree(JSON.writeValueAsString(SPEC)))
        .isEqualTo(
            JSON.readTree(
                """
                {"task": {"kind": "classification", "input_shape": [1, 28, 28],
                          "labels": ["0", "1"], "metric": "accuracy", "schema": null},
                 "model": {"architecture": "mlp", "hidden": [200, 200]},
                 "training": {"optimizer": {"name": "adamw", "learning_rate": 0.01,
                                            "weight_decay": 0.1},
                              "batch_size": 10, "local_epochs": 1, "seed": 7},
                 "federation": {"strategy": {"name": "fedavg"}, "num_rounds": null,
                                "fraction_fit": 1.0, "fraction_evaluate": 1.0,
                                "min_fit_clients": 2, "min_available_clients": 2,
                                "round_timeout": "PT10M"},
                 "initial": null}
                """));
  }

  @Test
  void takesAbsentOptionalFieldsAsNull() {
    assertThat(JSON.readValue("{}", Heartbeat.class)).isEqualTo(Heartbeat.empty());
    assertThat(JSON.readValue("{\"node_address\": \"h:1\"}", NodeRegistration.class).nodeId())
        .isNull();
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> new Score(Double.NaN, 0, 1, 0))
        .hasMessage("score.value: NaN (expected: a finite number)");
    assertThatThrownBy(() -> JSON.readValue("{\"metric\": 1e999}", MetricUpdate.class))
        .hasRootCauseInstanceOf(InvalidFieldException.class);
    assertThatThrownBy(() -> JSON.readValue("{\"value\": 1}", Score.class))
        .hasMessageContaining("loss");
    assertThatThrownBy(() -> new Submission(NODE, 1, 1, SHA, 1, 0, 0, Double.NaN))
        .hasMessage("train_seconds: NaN (expected: 0.0 to 3.1536E7)");
    assertThatThrownBy(() -> new Submission(NODE, 1, 1, SHA, 1, 0, 0, -0.5))
        .hasMessage("train_seconds: -0.5 (expected: 0.0 to 3.1536E7)");
    assertThatThrownBy(() -> new Submission(NODE, 1, 1, SHA, Long.MAX_VALUE, 0, 0))
        .hasMessageContaining("examples");
  }

  @Test
  void refusesAnEpochThatNobodyCanHaveSeen() {
    assertThatThrownBy(() -> new Heartbeat(null, Long.MAX_VALUE, null, null, null, null))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("epoch: ");
  }

  @Test
  void refusesARoundThatLeavesNoNextOne() {
    long last = 1_000_000_000_000L;

    assertThat(new HeadProposal(NODE, null, SHA, 1, last).round()).isEqualTo(last);
    assertThat(new Heartbeat(last, null, null, null, null, null).round()).isEqualTo(last);
    for (ThrowingCallable beyond : beyond(last)) {
      assertThatThrownBy(beyond)
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageStartingWith("round: 1000000000001 (expected: ")
          .hasMessageEndingWith(" to 1000000000000)");
    }
  }

  private static List<ThrowingCallable> beyond(long last) {
    long round = last + 1;
    return List.of(
        () -> new HeadProposal(NODE, null, SHA, 1, round),
        () -> new Heartbeat(round, null, null, null, null, null),
        () ->
            new RoundManifest(1, GROUP, round, 2, HEAD, TRAINING, FEDAVG, AT, 4, List.of(NODE), 1),
        () -> new Submission(NODE, round, 2, SHA, 100, 0.25, 10),
        () -> new RoundFailure(NODE, round, 2, "no disk"));
  }

  @Test
  void refusesIdsThatAreNone() {
    assertThatThrownBy(() -> new NodeId(" ")).isInstanceOf(InvalidFieldException.class);
    assertThatThrownBy(() -> new NodeId("a\nb")).hasMessageContaining("no control characters");
    assertThatThrownBy(() -> new NodeId("a".repeat(129))).hasMessageContaining("1 to 128");
    assertThatThrownBy(() -> new Sha256("AB".repeat(32))).hasMessageContaining("lower-case");
  }

  static Stream<Object> records() {
    return Stream.of(
        CUSTOM,
        SCRIPTED,
        new NodeRegistration("h:1", NODE, 0.5, "name", KEY, true, Duration.ofSeconds(30), 1),
        NodeRegistered.of(NODE),
        new Heartbeat(1L, 2L, SCORE, SHA, true, Duration.ofMillis(1500)),
        new HeartbeatReply(
            NodeStatus.ONLINE,
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            GROUP,
            4L,
            COORDINATOR,
            null,
            HEAD),
        new NodeView(
            NODE,
            "h:1",
            GROUP,
            0.5,
            AT,
            null,
            NodeStatus.LEFT,
            false,
            Duration.ofMinutes(5),
            AT,
            true),
        new DialBack(NODE, "c2lnbmVk"),
        new GroupCreation("m", "d", 0.5, 3, JoinPolicy.OPEN, SPEC, true, true),
        TABLE,
        GroupCreated.of(GROUP),
        aGroup(),
        new JoinRequest(NODE, GROUP, "better there", Map.of("there", 0.9), "code"),
        GroupCreated.inviteOnly(new Invitation(GROUP, "code", null)),
        new Invitation(GROUP, "code", 3),
        new InvitationRequest("code", 3),
        new ActivityChange(GroupActivity.PAUSED),
        new CapacityChange(7),
        Joined.of(GROUP),
        new MemberView(NODE, "h:1", "name", NodeStatus.SUSPECT, AT, true, SCORE),
        new MetricUpdate(0.5),
        new HeadProposal(NODE, null, SHA, 1, 0),
        HEAD,
        new RoundManifest(1, GROUP, 3, 2, HEAD, TRAINING, FEDAVG, AT, 4, List.of(NODE), 1),
        new Submission(NODE, 3, 2, SHA, 100, 0.25, 10),
        new Submission(NODE, 3, 2, SHA, 100, 0.25, 10, 1.5),
        new NetworkEvent(1, AT, "node_joined", Map.of("node_id", "n"), "why", Map.of("x", 1.0)),
        SPEC);
  }

  private static GroupView aGroup() {
    return new GroupView(
        GROUP,
        "mlp:200,200",
        "digits",
        0.5,
        1,
        5,
        JoinPolicy.INVITE_ONLY,
        AT,
        AT,
        4,
        SPEC,
        new Standing(0.5, 1L, 10, null),
        COORDINATOR,
        GroupCondition.noCoordinator(),
        HEAD,
        1,
        GroupActivity.PAUSED);
  }
}
