package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.springframework.jdbc.core.JdbcTemplate;

/** A write under a key happens once, whatever the network does to its answer. */
@OnEveryDatabase
class IdempotencyTest {
  private static ManualClock clock;
  private static RunningRegistry registry;

  private final String key = UUID.randomUUID().toString();
  private final String dataset = UUID.randomUUID().toString();
  private final String founding =
      "{\"model_type\": \"mlp\", \"dataset_name\": \"%s\"}".formatted(dataset);

  IdempotencyTest(Engine engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) {
    clock = new ManualClock();
    registry = RunningRegistry.on(engine.empty(), clock);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    registry.close();
  }

  @Test
  void answersTheSameRequestTheSame() {
    Reply first = post("/groups", founding);
    Reply again = post("/groups", founding);

    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(again).isEqualTo(first);
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void executesOneOfManyAtOnce() throws Exception {
    List<Reply> replies = Crowd.of(16, i -> () -> post("/groups", founding));

    assertThat(replies).allMatch(reply -> reply.status() == 200);
    assertThat(replies).extracting(Reply::body).containsOnly(replies.get(0).body());
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void refusesTheKeyForAnotherRequest() {
    post("/groups", founding);

    Reply otherBody = post("/groups", founding.replace("mlp", "linear"));
    Reply otherPath = post("/nodes/register", "{\"node_address\": \"localhost:8080\"}");

    assertThat(otherBody.status()).isEqualTo(422);
    assertThat(otherBody.text("type")).isEqualTo("urn:mycelium:problem:idempotency-key-reused");
    assertThat(otherPath.status()).isEqualTo(422);
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void forgetsAfterADay() {
    Reply first = post("/groups", founding);
    clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(post("/groups", founding)).isEqualTo(first);

    clock.advance(Duration.ofSeconds(2));

    assertThat(post("/groups", founding.replace("mlp", "linear")).status()).isEqualTo(200);
    assertThat(groups()).isEqualTo(2);
  }

  @Test
  void keepsNoRefusal() {
    Reply refused = post("/groups/join", "{\"node_id\": \"n\", \"group_id\": \"g\"}");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(post("/groups", founding).status()).isEqualTo(200);
  }

  @Test
  void keepsNoHeartbeat() {
    String node = new Story(registry).node();

    assertThat(post("/nodes/" + node + "/heartbeat", "{}").status()).isEqualTo(200);

    assertThat(post("/groups", founding).status()).isEqualTo(200);
  }

  @Test
  void keepsNeitherAnswerNorWorkOfALostCommit() throws Exception {
    Reply lost = Interruption.during(() -> post("/groups", founding), registry, new PowerCut());
    assertThat(lost.status()).isEqualTo(500);
    assertThat(groups()).isZero();

    assertThat(post("/groups", founding).status()).isEqualTo(200);
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void refusesAKeyThatIsNone() {
    Reply tooLong = post("/groups", founding, "k".repeat(201));

    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.text("detail")).contains("Idempotency-Key", "1 to 200 characters");
  }

  @Test
  void storesNeitherKeyNorAnswerReadably() {
    String group = post("/groups", founding).text("group_id");
    JdbcTemplate database = registry.bean(JdbcTemplate.class);

    String kept = database.queryForList("select * from idempotency_keys").toString();
    String groups = database.queryForList("select * from learning_groups").toString();

    assertThat(kept).contains("application/json").doesNotContain(key, group, "created");
    assertThat(groups).contains(group).doesNotContain(key);
  }

  private Reply post(String path, String json) {
    return post(path, json, key);
  }

  private Reply post(String path, String json, String name) {
    return registry.send(
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", name)
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  private int groups() {
    return registry.get("/groups?dataset_name=" + dataset).json().size();
  }
}
