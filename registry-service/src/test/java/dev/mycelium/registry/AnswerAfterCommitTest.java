package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Nobody is told that something happened before it is kept: each write fails at its commit. */
@OnEveryDatabase
class AnswerAfterCommitTest {
  private final RunningRegistry registry;
  private final Story story;
  private final String name = UUID.randomUUID().toString();

  AnswerAfterCommitTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
  }

  @Test
  void acknowledgesNoRegistrationThatIsLost() throws Exception {
    String body = "{\"node_id\": \"%s\", \"node_address\": \"localhost:8080\"}".formatted(name);

    isRefused(() -> registry.post("/nodes/register", body));

    assertThat(registry.get("/nodes/" + name).status()).isEqualTo(404);
  }

  @Test
  void acknowledgesNoGroupThatIsLost() throws Exception {
    String body = "{\"model_type\": \"mlp\", \"dataset_name\": \"%s\"}".formatted(name);

    isRefused(() -> registry.post("/groups", body));

    assertThat(registry.get("/groups?dataset_name=" + name).body()).isEqualTo("[]");
  }

  @Test
  void acknowledgesNoJoinThatIsLost() throws Exception {
    String group = story.group(5);
    String node = story.node();

    isRefused(() -> story.tryJoin(node, group));

    assertThat(story.view(group).memberCount()).isZero();
    assertThat(registry.get("/groups/" + group + "/members").body()).isEqualTo("[]");
    assertThat(registry.events(node)).containsExactly("node_registered");
  }

  @Test
  void acknowledgesNoHeadThatIsLost() throws Exception {
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
  void acknowledgesNoScoreThatIsLost() throws Exception {
    String node = story.memberOf(story.group(5));

    isRefused(() -> registry.put("/nodes/" + node + "/performance", "{\"metric\": 0.5}"));

    assertThat(registry.get("/nodes/" + node).json().get("local_performance").asDouble()).isZero();
  }

  private void isRefused(Callable<Reply> write) throws Exception {
    Reply reply = Interruption.during(write, registry, new PowerCut());
    assertThat(reply.status()).as(reply.body()).isEqualTo(500);
    assertThat(reply.body()).doesNotContain("IllegalStateException", "power");
  }
}
