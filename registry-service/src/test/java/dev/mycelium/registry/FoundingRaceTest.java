package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Agents that start together end up in one group. */
@OnEveryDatabase
class FoundingRaceTest {
  private final RunningRegistry registry;
  private final Story story;
  private final String dataset = "race-" + UUID.randomUUID();

  FoundingRaceTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
  }

  @Test
  void makesOneGroupForSixteenFoundersAtOnce() throws Exception {
    List<Reply> replies = Crowd.of(16, i -> () -> found(Story.SPEC));

    List<Reply> created = replies.stream().filter(reply -> reply.status() == 200).toList();
    assertThat(created).hasSize(1);
    assertThat(replies.stream().filter(reply -> reply.status() == 409)).hasSize(15);
    assertThat(replies.stream().map(reply -> reply.text("group_id")).collect(Collectors.toSet()))
        .containsExactly(created.get(0).text("group_id"));
  }

  @Test
  void makesOneGroupForSixteenFoundersOfAModelThatTheExistingGroupLacks() throws Exception {
    String other = found(Story.SPEC).text("group_id");
    String wider = Story.SPEC.replace("[200, 200]", "[64]");

    List<Reply> replies = Crowd.of(16, i -> () -> foundExactly(wider));

    List<Reply> created = replies.stream().filter(reply -> reply.status() == 200).toList();
    assertThat(created).hasSize(1);
    assertThat(replies.stream().map(reply -> reply.text("group_id")).collect(Collectors.toSet()))
        .containsExactly(created.get(0).text("group_id"))
        .doesNotContain(other);
    assertThat(found(wider).status()).as("without exact_model").isEqualTo(409);
  }

  @Test
  void foundsAnotherGroupWhenTheFirstIsFull() {
    String first = found(Story.SPEC).text("group_id");
    for (int i = 0; i < 5; i++) {
      story.memberOf(first);
    }

    assertThat(found(Story.SPEC).status()).isEqualTo(200);
  }

  @Test
  void foundsAnotherGroupForLabelsThatTheFirstLacks() {
    found(Story.SPEC);

    Reply fewer = found(Story.SPEC.replace("[\"0\", \"1\"]", "[\"1\", \"0\"]"));
    Reply more = found(Story.SPEC.replace("[\"0\", \"1\"]", "[\"0\", \"2\"]"));

    assertThat(fewer.status()).isEqualTo(409);
    assertThat(fewer.text("type")).isEqualTo("urn:mycelium:problem:compatible-group-exists");
    assertThat(more.status()).isEqualTo(200);
  }

  @Test
  void foundsAnotherGroupWhenNobodyHoldsTheHeadOfTheFirst() {
    String first = found(Story.SPEC).text("group_id");
    String node = story.memberOf(first);
    story.offer(node, null);
    story.commit(first, new Story.Candidate(node, null, Story.sha("0"), 1));
    assertThat(found(Story.SPEC).status()).isEqualTo(409);

    registry.delete("/nodes/" + node);

    assertThat(found(Story.SPEC).status()).isEqualTo(200);
  }

  private Reply found(String spec) {
    return found(spec, false);
  }

  private Reply foundExactly(String spec) {
    return found(spec, true);
  }

  private Reply found(String spec, boolean exactModel) {
    return registry.post(
        "/groups",
        """
        {"model_type": "mlp:200,200", "dataset_name": "%s", "spec": %s, "if_none_compatible": true,
         "exact_model": %s}
        """
            .formatted(dataset, spec, exactModel));
  }
}
