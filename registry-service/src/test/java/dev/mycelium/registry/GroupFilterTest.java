package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller that says what it looks for gets nothing else. */
class GroupFilterTest {
  private static RunningRegistry registry;

  @BeforeAll
  static void start() {
    registry = RunningRegistry.on(RunningRegistry.temporaryFile());
    found("mlp", "digits", "open");
    found("mlp", "faces", "open");
    found("linear", "digits", "open");
    found("mlp", "digits", "invite-only");
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type=linear | linear digits open",
        "dataset_name=faces | mlp faces open",
        "join_policy=invite-only | mlp digits invite-only",
        "model_type=mlp&dataset_name=digits&join_policy=open | mlp digits open",
      })
  void listsWhatEqualsEveryFilter(String query, String expected) {
    assertThat(listed("?" + query)).containsExactly(expected);
  }

  @Test
  void comparesWholeTextsAsTheyAre() {
    assertThat(listed("?model_type=ml")).isEmpty();
    assertThat(listed("?model_type=MLP")).isEmpty();
    assertThat(listed("?model_type=linear&dataset_name=faces")).isEmpty();
  }

  @Test
  void listsAllWithoutAFilter() {
    assertThat(listed("")).hasSize(4);
  }

  @Test
  void refusesAJoinPolicyThatIsNone() {
    Reply reply = registry.get("/groups?join_policy=OPEN");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("detail"))
        .isEqualTo("join_policy: \"OPEN\" (expected: open or invite-only)");
  }

  private static void found(String model, String dataset, String policy) {
    registry.post(
        "/groups",
        "{\"model_type\": \"%s\", \"dataset_name\": \"%s\", \"join_policy\": \"%s\"}"
            .formatted(model, dataset, policy));
  }

  private static List<String> listed(String query) {
    return registry
        .get("/groups" + query)
        .json()
        .valueStream()
        .map(
            group ->
                String.join(
                    " ",
                    group.get("model_type").asString(),
                    group.get("dataset_name").asString(),
                    group.get("join_policy").asString()))
        .toList();
  }
}
