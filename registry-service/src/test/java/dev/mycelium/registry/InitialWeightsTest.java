package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A group whose version 0 its founder holds. */
class InitialWeightsTest {
  private static final String GIVEN = Story.sha("version 0");

  private final RunningRegistry registry = RunningRegistry.shared();
  private final Story story = new Story(registry);

  @Test
  void saysThatItWaitsUntilAMemberHoldsVersionZero() {
    String group = founded();
    String member = story.memberOf(group);
    story.offer(member, null);

    String before = story.view(group).condition().code();
    story.offer(member, GIVEN);

    assertThat(before).isEqualTo("NO_INITIAL_WEIGHTS");
    assertThat(story.view(group).condition()).isNull();
  }

  @Test
  void refusesAModelOfItsOwnWithoutVersionZero() {
    String spec =
        Story.SPEC.replace(
            "{\"architecture\": \"mlp\", \"hidden\": [200, 200]}",
            "{\"architecture\": \"custom\", \"name\": \"mine\","
                + " \"tensors\": [{\"name\": \"w\", \"shape\": [2]}]}");

    Reply reply = registry.post("/groups", body(spec));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).contains("spec.initial");
  }

  private String founded() {
    String spec = Story.SPEC.replaceFirst("\\{", "{\"initial\": \"" + GIVEN + "\",");
    Reply reply = registry.post("/groups", body(spec));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.text("group_id");
  }

  private static String body(String spec) {
    return "{\"model_type\": \"mlp\", \"dataset_name\": \"digits\", \"spec\": " + spec + "}";
  }
}
