package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One key, many attempts at the same moment: the work is done once, on every database. */
@OnEveryDatabase
class IdempotencyRaceTest {
  private final RunningRegistry registry;

  IdempotencyRaceTest(Engine engine) {
    registry = engine.shared();
  }

  @Test
  void foundsOneGroupUnderOneKey() throws Exception {
    String dataset = UUID.randomUUID().toString();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + "/groups"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", dataset)
            .POST(
                BodyPublishers.ofString(
                    "{\"model_type\": \"mlp\", \"dataset_name\": \"%s\"}".formatted(dataset)))
            .build();

    List<Reply> replies = Crowd.of(16, i -> () -> registry.send(request));

    assertThat(replies).allMatch(reply -> reply.status() == 200);
    assertThat(replies).extracting(Reply::body).containsOnly(replies.get(0).body());
    assertThat(registry.get("/groups?dataset_name=" + dataset).json()).hasSize(1);
  }
}
