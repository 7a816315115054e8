package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A node that registers many times at once, because it lost patience, is one node. */
@OnEveryDatabase
class RegistrationRaceTest {
  private final RunningRegistry registry;

  RegistrationRaceTest(Engine engine) {
    registry = engine.shared();
  }

  @Test
  void makesOneNodeOfManyRegistrationsAtOnce() throws Exception {
    String id = UUID.randomUUID().toString();
    String body = "{\"node_id\": \"%s\", \"node_address\": \"localhost:8080\"}".formatted(id);

    List<Reply> replies = Crowd.of(16, i -> () -> registry.post("/nodes/register", body));

    assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
    assertThat(registry.events(id)).containsExactly("node_registered");
  }
}
