package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.ConfigurableTransactionManager;

/** Nobody is told that something happened before it is kept: each write fails at its commit. */
class AnswerAfterCommitTest {
  private final RunningRegistry registry =
      RunningRegistry.on(RunningRegistry.temporaryFile(), Clock.systemUTC());
  private final Story story = new Story(registry);
  private final Failpoint failpoint = new Failpoint();

  @BeforeEach
  void installFailpoint() {
    registry.bean(ConfigurableTransactionManager.class).addListener(failpoint);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void acknowledgesNoRegistrationThatIsLost() {
    isRefused(
        () ->
            registry.post(
                "/nodes/register", "{\"node_id\": \"n\", \"node_address\": \"localhost:8080\"}"));

    assertThat(registry.get("/nodes/n").status()).isEqualTo(404);
  }

  @Test
  void acknowledgesNoGroupThatIsLost() {
    isRefused(
        () -> registry.post("/groups", "{\"model_type\": \"mlp\", \"dataset_name\": \"digits\"}"));

    assertThat(registry.get("/groups").body()).isEqualTo("[]");
  }

  @Test
  void acknowledgesNoJoinThatIsLost() {
    String group = story.group(5);
    String node = story.node();

    isRefused(() -> story.tryJoin(node, group));

    assertThat(story.view(group).memberCount()).isZero();
    assertThat(registry.get("/groups/" + group + "/members").body()).isEqualTo("[]");
    assertThat(registry.events(node)).containsExactly("node_registered");
  }

  @Test
  void acknowledgesNoHeadThatIsLost() {
    String group = story.group(5);
    String coordinator = story.memberOf(group);
    story.offer(coordinator, null);
    Story.Candidate candidate = new Story.Candidate(coordinator, null, Story.sha("a"), 1);

    isRefused(() -> story.propose(group, candidate));

    assertThat(registry.get("/groups/" + group + "/heads").body()).isEqualTo("[]");
    assertThat(story.view(group).head()).isNull();
    assertThat(story.propose(group, candidate).status()).isEqualTo(200);
  }

  @Test
  void acknowledgesNoScoreThatIsLost() {
    String node = story.memberOf(story.group(5));

    isRefused(() -> registry.put("/nodes/" + node + "/performance", "{\"metric\": 0.5}"));

    assertThat(registry.get("/nodes/" + node).json().get("local_performance").asDouble()).isZero();
  }

  private void isRefused(Supplier<Reply> write) {
    failpoint.set();
    Reply reply = write.get();
    failpoint.clear();
    assertThat(reply.status()).as(reply.body()).isEqualTo(500);
    assertThat(reply.body()).doesNotContain("IllegalStateException", "failpoint");
  }
}
