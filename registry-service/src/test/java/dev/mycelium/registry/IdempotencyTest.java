package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A write under a key happens once, whatever the network does to its answer. */
class IdempotencyTest {
  private static final String GROUP = "{\"model_type\": \"mlp\", \"dataset_name\": \"digits\"}";

  private final ManualClock clock = new ManualClock();
  private final Path file = RunningRegistry.temporaryFile();
  private final String key = UUID.randomUUID().toString();
  private RunningRegistry registry = RunningRegistry.on(file, clock);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void answersTheSameRequestTheSame() {
    Reply first = post("/groups", GROUP);
    Reply again = post("/groups", GROUP);

    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(again).isEqualTo(first);
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void executesOneOfManyAtOnce() throws Exception {
    List<Reply> replies = Crowd.of(16, i -> () -> post("/groups", GROUP));

    assertThat(replies).allMatch(reply -> reply.status() == 200);
    assertThat(replies).extracting(Reply::body).containsOnly(replies.get(0).body());
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void refusesTheKeyForAnotherRequest() {
    post("/groups", GROUP);

    Reply otherBody = post("/groups", GROUP.replace("digits", "faces"));
    Reply otherPath = post("/nodes/register", "{\"node_address\": \"localhost:8080\"}");

    assertThat(otherBody.status()).isEqualTo(422);
    assertThat(otherBody.text("type")).isEqualTo("urn:mycelium:problem:idempotency-key-reused");
    assertThat(otherPath.status()).isEqualTo(422);
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void remembersAcrossARestart() {
    Reply first = post("/groups", GROUP);
    registry.close();
    registry = RunningRegistry.on(file, clock);

    assertThat(post("/groups", GROUP)).isEqualTo(first);
  }

  @Test
  void forgetsAfterADay() {
    Reply first = post("/groups", GROUP);
    clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(post("/groups", GROUP)).isEqualTo(first);

    clock.advance(Duration.ofSeconds(2));

    assertThat(post("/groups", GROUP.replace("digits", "faces")).status()).isEqualTo(200);
    assertThat(groups()).isEqualTo(2);
  }

  @Test
  void keepsNoRefusal() {
    Reply refused = post("/groups/join", "{\"node_id\": \"n\", \"group_id\": \"g\"}");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(post("/groups", GROUP).status()).isEqualTo(200);
  }

  @Test
  void keepsNoHeartbeat() {
    String node = new Story(registry).node();

    assertThat(post("/nodes/" + node + "/heartbeat", "{}").status()).isEqualTo(200);

    assertThat(post("/groups", GROUP).status()).isEqualTo(200);
  }

  @Test
  void keepsNeitherAnswerNorWorkOfALostCommit() throws Exception {
    Reply lost = Interruption.during(() -> post("/groups", GROUP), registry, new PowerCut());
    assertThat(lost.status()).isEqualTo(500);
    assertThat(groups()).isZero();

    assertThat(post("/groups", GROUP).status()).isEqualTo(200);
    assertThat(groups()).isEqualTo(1);
  }

  @Test
  void refusesAKeyThatIsNone() {
    Reply tooLong = post("/groups", GROUP, "k".repeat(201));

    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.text("detail")).contains("Idempotency-Key", "1 to 200 characters");
  }

  @Test
  void storesNeitherKeyNorAnswerReadably() throws Exception {
    String group = post("/groups", GROUP).text("group_id");
    Path copy = file.resolveSibling("copy.db");
    try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("vacuum into '" + copy + "'");
    }

    String stored = Files.readString(copy, StandardCharsets.ISO_8859_1);

    assertThat(stored).contains(group).doesNotContain(key, "\"status\":\"created\"");
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
    return registry.get("/groups").json().size();
  }
}
