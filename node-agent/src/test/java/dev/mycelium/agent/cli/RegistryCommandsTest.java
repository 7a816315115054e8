package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.ScriptedRegistry;
import dev.mycelium.wire.round.RoundCsv;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that ask the registry, as a person or a script calls them. */
class RegistryCommandsTest {
  private static final String GROUP =
      """
      {"group_id": "abc-1", "model_type": "linear", "dataset_name": "digits",
       "performance_metric": 0.5, "member_count": 1, "max_capacity": 5, "join_policy": "open",
       "created_at": "2026-01-01T00:00:00Z", "last_updated": "2026-01-01T00:00:00Z",
       "membership_version": 1, "spec": null,
       "standing": {"measured": null, "examples": 0, "head_version": null, "claimed": 0.5},
       "coordinator": null, "condition": {"code": "NO_COORDINATOR", "advice": "wait"}, "head": null,
       "head_holders": 0, "state": "active"}
      """;
  private static final String MEMBER =
      """
      {"node_id": "n-1", "node_address": "h:1", "name": "alice", "status": "ONLINE",
       "joined_at": "2026-01-01T00:00:00Z", "holds_head": true, "score": null}
      """;
  private static final String NODE =
      """
      {"node_id": "n-1", "node_address": "h:1", "current_group_id": "abc-1",
       "local_performance": 0.75, "last_heartbeat": "2026-01-01T00:00:00Z", "name": "alice",
       "status": "ONLINE", "offers_coordination": true, "heartbeat_interval": "PT30S",
       "registered_at": "2026-01-01T00:00:00Z"}
      """;
  private static final String MOVED =
      """
      {"id": 7, "at": "2026-01-01T00:00:07Z", "kind": "node_moved",
       "subjects": {"node_id": "n-1", "group_id": "abc-1", "from_group_id": "old"},
       "reason": "it scores better\\u001b[2J", "figures": {"there": 0.9, "places": 3.0}}
      """;
  private static final String COMMITTED =
      """
      {"id": 8, "at": "2026-01-01T00:00:08Z", "kind": "head_committed",
       "subjects": {"node_id": "n-1"}, "reason": "a head", "figures": {}}
      """;

  private static final String LATE =
      """
      {"id": 41, "round": 7, "epoch": 2, "outcome": "completed", "cause": "2 of 3 answered",
       "coordinator": "n-1", "counted": ["n-1", "n-2"], "missing": {"n-3": "no answer\\u001b[2J"},
       "version": 6, "duration": "PT5.25S", "ended_at": "2026-01-01T00:00:07Z"}
      """;
  private static final String COSTLY =
      """
      {"id": 43, "round": 7, "epoch": 2, "outcome": "completed", "cause": "2 of 3 answered",
       "coordinator": "n-1", "counted": ["n-1", "n-2-of-all"], "missing": {"n-3": "no answer"},
       "version": 6, "duration": "PT9.5S", "ended_at": "2026-01-01T00:00:07Z",
       "phases": {"collect_seconds": 7, "aggregate_seconds": 0.5, "hold_seconds": 2},
       "work": {"n-1": {"seconds": 3, "train_seconds": 2.5, "bytes_up": 10},
                "n-2-of-all": {"seconds": 6.5, "bytes_up": 20, "bytes_down": 120}}}
      """;
  private static final String FAILED =
      """
      {"id": 44, "round": 8, "epoch": 2, "outcome": "too_few_updates",
       "cause": "updates: 1 (expected: at least 2)", "coordinator": "n-1", "counted": null,
       "missing": null, "version": null, "duration": null, "ended_at": "2026-01-01T00:00:09Z"}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ScriptedRegistry registry;

  @BeforeEach
  void begin() throws IOException {
    registry = new ScriptedRegistry();
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void showsAGroupByTheBeginningOfItsId() {
    registry.answers(200, list(GROUP)).answers(200, list(MEMBER));

    assertThat(run("groups", "show", "ab")).isZero();
    assertThat(out.toString()).contains("abc-1", "1 of 5", "NO_COORDINATOR", "alice", "online");
    assertThat(registry.requests()).containsExactly("GET /groups", "GET /groups/abc-1/members");
  }

  @ParameterizedTest
  @CsvSource({"x, 0", "a, 2"})
  void refusesABeginningThatMeansNoneOrSeveral(String wanted, int count) {
    registry.answers(200, list(GROUP, GROUP.replace("abc-1", "abd-2")));

    assertThat(run("groups", "show", wanted)).isEqualTo(40);
    assertThat(err.toString()).contains(wanted + " means " + count + " groups").hasLineCount(1);
  }

  @Test
  void createsAGroupForDataThatItLooksAt() {
    registry.answers(200, "{\"group_id\": \"new-1\", \"status\": \"created\"}");

    assertThat(
            run(
                "groups",
                "create",
                "--data",
                "synthetic:digits",
                "--min-fit-clients",
                "3",
                "--strategy",
                "mean"))
        .isZero();
    assertThat(out.toString()).contains("group new-1", "--group new-1");
    JsonNode asked = JsonMapper.shared().readTree(registry.bodies().get(0));
    assertThat(asked.at("/spec/federation/min_fit_clients").asInt()).isEqualTo(3);
    assertThat(asked.at("/spec/federation/strategy/name").asString()).isEqualTo("mean");
    assertThat(asked.at("/spec/task/labels").size()).isEqualTo(10);
  }

  @Test
  void namesTheStrategiesThatExist() {
    assertThat(run("groups", "create", "--strategy", "medain")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("mycelium: --strategy: \"medain\" (expected: fedavg; mean; ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--learner, exec:./train, node start",
    "--learner, mine, node start",
    "--initial-weights, model.safetensors, model import",
    "--initial-weights, model.safetensors, node start",
    "--learner-timeout, 5m, node start",
    "--device, cpu, node start"
  })
  void refusesWhatANewGroupCannotUse(String option, String value, String instead) {
    registry.answers(200, "{\"group_id\": \"new-1\", \"status\": \"created\"}");

    assertThat(run("groups", "create", option, value)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("mycelium: " + option + ": ")
        .contains("`" + instead + "`")
        .hasLineCount(1);
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void watchesGroups() {
    registry.answers(200, list(GROUP)).answers(200, list());

    assertThat(run("groups", "watch", "--interval", "1ms", "--times", "2")).isZero();
    assertThat(out.toString()).contains("abc-1").endsWith("no groups yet\n");
  }

  @Test
  void watchesTheRoundsOfOneGroupAndTellsEachOnce() {
    registry.answers(200, list(GROUP)).answers(200, list(LATE)).answers(200, list(FAILED));

    assertThat(run("groups", "watch", "abc", "--interval", "1ms", "--times", "2")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            round 7 of epoch 2: version 6, 2 counted, 5.3 s; not counted: n-3 (no answer?[2J)
            round 8 of epoch 2: too few updates, updates: 1 (expected: at least 2)
            """);
    assertThat(registry.requests())
        .containsExactly(
            "GET /groups",
            "GET /groups/abc-1/rounds?after=0&limit=1000",
            "GET /groups/abc-1/rounds?after=41&limit=1000");
  }

  @Test
  void showsWhatRoundsCostInLinesThatFitATerminal() {
    registry.answers(200, list(GROUP)).answers(200, list(COSTLY, FAILED));

    assertThat(run("groups", "rounds", "abc")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            ROUND  VERSION  COUNTED  COLLECT  AGGREGATE  HOLD   COMMIT  SLOWEST
            7      6        2        7.0 s    0.5 s      2.0 s  -       n-2-of-a 6.5 s
            8      -        -        -        -          -      -       -
            """);
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void givesWhatRoundsCostAsCsv() {
    registry.answers(200, list(GROUP)).answers(200, list(COSTLY, FAILED));

    assertThat(run("groups", "rounds", "abc", "--csv")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            RoundCsv.HEAD
                + "7,2,completed,n-1,true,3,2.5,10,,7,0.5,2,\r\n"
                + "7,2,completed,n-2-of-all,true,6.5,,20,120,7,0.5,2,\r\n"
                + "7,2,completed,n-3,false,,,,,7,0.5,2,\r\n"
                + "8,2,too_few_updates,,,,,,,,,,\r\n");
  }

  @Test
  void tellsWhyANodeIsWhereItIs() {
    registry.answers(200, list(NODE)).answers(200, list(MOVED, COMMITTED));

    assertThat(run("why", "alice")).isZero();
    assertThat(out.toString())
        .contains("n-1 (alice) is online, in group abc-1, score 0.7500")
        .contains("node moved abc-1: it scores better?[2J places=3 there=0.9000")
        .doesNotContain("a head", "\u001b");
    assertThat(registry.requests())
        .containsExactly("GET /nodes", "GET /events?after=0&limit=1000&node_id=n-1");
  }

  @Test
  void listsEventsAsLinesOfJson() {
    registry.answers(200, list(MOVED, COMMITTED));

    assertThat(run("events", "--json", "--limit", "2", "--after", "6", "--kind", "node_moved"))
        .isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(JsonMapper.shared().readTree(line).has("kind")).isTrue());
    assertThat(registry.requests()).containsExactly("GET /events?after=6&limit=2&kind=node_moved");
  }

  @Test
  void followsEventsOverABrokenConnection() {
    registry.answers(200, sent(MOVED)).answers(200, sent(COMMITTED));

    assertThat(run("events", "--follow", "--json", "--after", "0", "--limit", "2")).isZero();
    assertThat(out.toString().lines()).hasSize(2).last().asString().contains("head_committed");
    assertThat(registry.requests()).hasSize(2).allMatch(asked -> asked.startsWith("GET /events"));
  }

  /** As a stream sends it. */
  private static String sent(String event) {
    JsonNode json = JsonMapper.shared().readTree(event);
    return "id:%s\ndata:%s\n\n".formatted(json.get("id"), json);
  }

  @Test
  void showsTheTokenToTheRegistryOnly() {
    registry.answers(200, "[]");

    assertThat(
            Mycelium.commandLine(
                    Map.of("MYCELIUM_TOKEN", "s3cret", "FL_SERVER", registry.uri().getAuthority()))
                .setOut(new PrintWriter(out))
                .execute("groups"))
        .isZero();
    assertThat(registry.authorizations()).containsExactly("Bearer s3cret");
    assertThat(out.toString()).doesNotContain("s3cret");
  }

  @Test
  void findsTheMachineAndTheRegistryWell() {
    registry.answers(200, "[]");

    assertThat(run("doctor", "--json")).as(out + "" + err).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).findValuesAsString("check"))
        .containsExactly("disk", "port", "library", "gpu", "proxy", "registry", "clock");
  }

  @Test
  void endsWithANumberOfItsOwnWhenSomethingMustBeMended() {
    registry.answers(401, "");

    assertThat(run("doctor")).isEqualTo(51);
    assertThat(out.toString()).contains("FAIL  registry", "answered 401", "MYCELIUM_TOKEN");
  }

  @Test
  void completesEachCommand() {
    assertThat(execute("completion")).isZero();
    assertThat(Mycelium.commandLine().getSubcommands().keySet())
        .allSatisfy(name -> assertThat(out.toString()).contains(name));
  }

  private static String list(String... rows) {
    return "[" + String.join(",", rows) + "]";
  }

  private int run(String... line) {
    List<String> whole = new ArrayList<>(List.of(line));
    whole.add("--registry=" + registry.uri());
    return execute(whole.toArray(String[]::new));
  }

  private int execute(String... line) {
    return Mycelium.commandLine(Map.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }
}
