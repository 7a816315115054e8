package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.MemberWork;
import dev.mycelium.wire.round.RoundEntry;
import dev.mycelium.wire.round.RoundPhases;
import dev.mycelium.wire.round.UpdateBytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** How rounds went can be read after their coordinator is gone. */
@OnEveryDatabase
class RoundListTest {
  private static final String COST =
      """
      "update_bytes": {"received": 30, "uncompressed": 60},
      "phases": {"collect_seconds": 7, "aggregate_seconds": 0.5, "hold_seconds": 2},
      "work": {"COORDINATOR": {"seconds": 3, "train_seconds": 2.5, "bytes_up": 10},
               "-cmd": {"seconds": 7, "bytes_up": 20, "bytes_down": 120}}
      """;

  private final Engine engine;
  private final RunningRegistry registry;
  private final Story story;
  private String group;
  private String coordinator;

  RoundListTest(Engine engine) {
    this.engine = engine;
    registry = engine.shared();
    story = new Story(registry);
  }

  @BeforeEach
  void letOneCoordinate() {
    group = story.group(3);
    coordinator = story.memberOf(group);
    story.offer(coordinator, null);
  }

  @Test
  void showsARoundWhoseHeadWasCommitted() {
    story.commit(group, new Story.Candidate(coordinator, null, Story.sha("a"), 1));

    RoundEntry entry = rounds("").get(0);

    assertThat(entry.outcome()).isEqualTo("completed");
    assertThat(entry.round()).isEqualTo(1);
    assertThat(entry.version()).isZero();
    assertThat(entry.coordinator()).isEqualTo(new NodeId(coordinator));
    assertThat(entry.counted()).isNull();
  }

  @Test
  void addsWhoTookPartWhenTheCoordinatorTells() {
    story.commit(group, new Story.Candidate(coordinator, null, Story.sha("a"), 1));

    Reply told = report("completed", 1);

    assertThat(told.status()).as(told.body()).isEqualTo(200);
    assertThat(rounds("")).hasSize(1).containsExactly(told.as(RoundEntry.class));
    assertThat(rounds("").get(0).counted()).containsExactly(new NodeId(coordinator));
    assertThat(rounds("").get(0).missing()).isEqualTo(Map.of("m", "no answer"));
    assertThat(rounds("").get(0).duration()).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void keepsAFailedRoundOnceAndTellsOfIt() {
    Reply first = report("too_few_updates", 1);
    Reply again = report("too_few_updates", 1);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(rounds("")).hasSize(1).extracting(RoundEntry::version).containsOnlyNulls();
    assertThat(registry.events(group)).containsOnlyOnce("round_failed");
  }

  @Test
  void believesNoHeadThatWasNotCommitted() {
    Reply refused = report("completed", 1);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("detail"))
        .isEqualTo(
            "report.outcome: completed (expected: another than completed, no head was committed in"
                + " this round)");
    assertThat(rounds("")).isEmpty();
  }

  @Test
  void believesNoFailureOfARoundWhoseHeadWasCommitted() {
    story.commit(group, new Story.Candidate(coordinator, null, Story.sha("a"), 1));

    assertThat(report("rejected", 1).status()).isEqualTo(422);
    assertThat(rounds("")).extracting(RoundEntry::outcome).containsExactly("completed");
  }

  @Test
  void believesNoDurationThatNoRoundLasts() {
    Reply refused =
        registry.post(
            "/groups/" + group + "/rounds",
            body("rejected", 1).replace("PT1.5S", "PT9223372036854775807S"));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("detail"))
        .isEqualTo("duration: PT2562047788015215H30M7S (expected: PT0S to PT8760H)");
  }

  @Test
  void keepsNoEssayAboutWhoIsMissing() {
    Reply refused =
        registry.post(
            "/groups/" + group + "/rounds",
            body("rejected", 1).replace("no answer", "a".repeat(65_536)));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("detail"))
        .isEqualTo("report: characters in counted and missing: 65573 (expected: 0 to 65536)");
  }

  @Test
  void keepsWhatARoundCost() {
    story.commit(group, new Story.Candidate(coordinator, null, Story.sha("a"), 1));

    Reply told = registry.post("/groups/" + group + "/rounds", costing(COST));

    assertThat(told.status()).as(told.body()).isEqualTo(200);
    RoundEntry entry = rounds("").get(0);
    assertThat(entry).isEqualTo(told.as(RoundEntry.class));
    assertThat(entry.updateBytes()).isEqualTo(new UpdateBytes(30, 60));
    assertThat(entry.phases()).isEqualTo(new RoundPhases(7.0, 0.5, 2.0, null));
    assertThat(entry.work())
        .isEqualTo(
            Map.of(
                coordinator,
                new MemberWork(3.0, 2.5, 10L, null),
                "-cmd",
                new MemberWork(7.0, null, 20L, 120L)));
  }

  @Test
  void tellsItAsATable() {
    story.commit(group, new Story.Candidate(coordinator, null, Story.sha("a"), 1));
    Reply told = registry.post("/groups/" + group + "/rounds", costing(COST));
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    story.commit(group, new Story.Candidate(coordinator, Story.sha("a"), Story.sha("b"), 1));
    String names =
        "round,epoch,outcome,node_id,counted,seconds,train_seconds,bytes_up,bytes_down,"
            + "collect_seconds,aggregate_seconds,hold_seconds,commit_seconds\r\n";
    String first =
        "1,1,completed,'-cmd,false,7,,20,120,7,0.5,2,\r\n"
            + "1,1,completed,COORDINATOR,true,3,2.5,10,,7,0.5,2,\r\n"
            + "1,1,completed,m,false,,,,,7,0.5,2,\r\n";

    Reply table = registry.get("/groups/" + group + "/rounds.csv");

    assertThat(table.contentType()).isEqualTo("text/csv;charset=UTF-8");
    assertThat(table.body().replace(coordinator, "COORDINATOR"))
        .isEqualTo(names + first + "1,1,completed,,,,,,,,,,\r\n");
    assertThat(registry.get("/groups/" + group + "/rounds.csv?limit=1").body())
        .isEqualTo(names + first.replace("COORDINATOR", coordinator));
    assertThat(registry.get("/groups/none/rounds.csv").status()).isEqualTo(404);
    assertThat(registry.get("/groups/" + group + "/rounds.csv?limit=0").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "phases": {"hold_seconds": -1}            | phases.hold_seconds: -1.0
          "phases": {"commit_seconds": 1e9}         | phases.commit_seconds: 1.0E9
          "phases": {"collect_seconds": "NaN"}      | phases.collect_seconds: NaN
          "work": {"a": {"seconds": 31536001}}      | work.seconds: 3.1536001E7
          "work": {"a": {"train_seconds": "NaN"}}   | work.train_seconds: NaN
          "work": {"a": {"bytes_up": -1}}           | work.bytes_up: -1
          "work": {"a": {"bytes_down": 1000000000000000001}} | work.bytes_down: 1000000000000000001
          "work": {"a": null}                       | work.a: missing
          "work": {"": {}}                          | work: a node's id
          """)
  void keepsNoCostThatNoRoundHas(String cost, String detail) {
    Reply refused = registry.post("/groups/" + group + "/rounds", costing(cost));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("detail")).contains(detail);
    assertThat(rounds("")).isEmpty();
  }

  @Test
  void keepsNoEssayAboutWhoWorked() {
    String many =
        IntStream.range(0, 1801)
            .mapToObj("\"n%d\": {}"::formatted)
            .collect(Collectors.joining(",", "\"work\": {", "}"));

    Reply refused = registry.post("/groups/" + group + "/rounds", costing(many));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("detail"))
        .isEqualTo("report.work: members: 1801 (expected: 0 to 1800)");
  }

  @Test
  void hearsTheHolderOfTheTermOnly() {
    assertThat(report("rejected", 2).status()).isEqualTo(409);

    registry.delete("/groups/" + group + "/members/" + coordinator);

    assertThat(report("rejected", 1).status()).isEqualTo(409);
    assertThat(rounds("")).isEmpty();
  }

  @Test
  void listsPageByPage() {
    String parent = null;
    for (String content : List.of("a", "b", "c")) {
      story.commit(group, new Story.Candidate(coordinator, parent, Story.sha(content), 1));
      parent = Story.sha(content);
    }
    assertThat(registry.get("/groups/none/rounds").status()).isEqualTo(404);
    assertThat(registry.get("/groups/" + group + "/rounds?limit=0").status()).isEqualTo(422);
    List<RoundEntry> all = rounds("");
    assertThat(all).extracting(RoundEntry::version).containsExactly(0L, 1L, 2L);
    assertThat(rounds("?limit=2")).isEqualTo(all.subList(0, 2));
    assertThat(rounds("?limit=2&after=" + all.get(1).id())).isEqualTo(all.subList(2, 3));
  }

  @Test
  void findsTheRoundsOfADatabaseThatWroteOnlyHeads() {
    Database database = engine.empty();
    HikariConfig pool = new HikariConfig();
    database.configureWriter(
        pool, new DatabaseSettings(4, 8, Duration.ofSeconds(10), Duration.ofSeconds(20)));
    try (HikariDataSource source = new HikariDataSource(pool)) {
      JdbcTemplate sql = new JdbcTemplate(source);
      FluentConfiguration scripts =
          Flyway.configure()
              .dataSource(source)
              .placeholders(Map.of("identity", database.identityColumn()));
      scripts.target("2").load().migrate();
      writeHeads(sql);

      scripts.target("latest").load().migrate();

      assertThat(sql.queryForList("select version, round from rounds").toString())
          .isEqualToIgnoringCase("[{version=1, round=4}]");
    }
  }

  private static void writeHeads(JdbcTemplate sql) {
    sql.execute(
        "insert into learning_groups (group_id, model_type, dataset_name, max_capacity,"
            + " member_count, membership_version, join_policy, created_at, last_updated,"
            + " coordinator_epoch, highest_epoch_seen)"
            + " values ('g', 'mlp', 'digits', 5, 0, 0, 'OPEN', 0, 0, 1, 1)");
    sql.execute(
        "insert into heads (group_id, version, sha, epoch, round, committed_by, committed_at)"
            + " values ('g', 0, 'a', 1, 0, 'n', 0), ('g', 1, 'b', 1, 4, 'n', 0)");
  }

  private Reply report(String outcome, long epoch) {
    return registry.post("/groups/" + group + "/rounds", body(outcome, epoch));
  }

  private String body(String outcome, long epoch) {
    return """
    {"node_id": "%s", "duration": "PT1.5S",
     "report": {"round": 1, "epoch": %d, "outcome": "%s", "cause": "because",
                "counted": ["%s"], "missing": {"m": "no answer"}, "head": null}}
    """
        .formatted(coordinator, epoch, outcome, coordinator);
  }

  private String costing(String cost) {
    return body("completed", 1)
        .replace("\"head\": null", "\"head\": null, " + cost.replace("COORDINATOR", coordinator));
  }

  private List<RoundEntry> rounds(String query) {
    return List.of(registry.get("/groups/" + group + "/rounds" + query).as(RoundEntry[].class));
  }
}
