package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller that says what it looks for gets nothing else. */
@OnEveryDatabase
class GroupFilterTest {
  private final RunningRegistry registry;
  private final String own = UUID.randomUUID().toString();

  GroupFilterTest(Engine engine) {
    registry = engine.shared();
  }

  @BeforeEach
  void found() {
    found("mlp", "digits", "open");
    found("mlp", "faces", "open");
    found("linear", "digits", "open");
    found("mlp", "digits", "invite-only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type=linear-OWN | linear digits open",
        "dataset_name=faces-OWN | mlp faces open",
        "dataset_name=digits-OWN&join_policy=invite-only | mlp digits invite-only",
        "model_type=mlp-OWN&dataset_name=digits-OWN&join_policy=open | mlp digits open",
      })
  void listsWhatEqualsEveryFilter(String query, String expected) {
    assertThat(listed("?" + query)).containsExactly(expected);
  }

  @Test
  void comparesWholeTextsAsTheyAre() {
    assertThat(listed("?model_type=mlp-OW")).isEmpty();
    assertThat(listed("?model_type=MLP-OWN")).isEmpty();
    assertThat(listed("?model_type=linear-OWN&dataset_name=faces-OWN")).isEmpty();
  }

  @Test
  void listsAllWithoutAFilter() {
    assertThat(listed(""))
        .contains("mlp digits open", "mlp faces open", "linear digits open")
        .contains("mlp digits invite-only");
  }

  @Test
  void refusesAJoinPolicyThatIsNone() {
    Reply reply = registry.get("/groups?join_policy=OPEN");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("detail"))
        .isEqualTo("join_policy: \"OPEN\" (expected: open or invite-only)");
  }

  private void found(String model, String dataset, String policy) {
    registry.post(
        "/groups",
        "{\"model_type\": \"%s-%s\", \"dataset_name\": \"%s-%s\", \"join_policy\": \"%s\"}"
            .formatted(model, own, dataset, own, policy));
  }

  /** The groups of this test that answer to a query, without what makes their names its own. */
  private List<String> listed(String query) {
    return registry
        .get("/groups" + query.replace("OWN", own))
        .json()
        .valueStream()
        .map(
            group ->
                String.join(
                    " ",
                    group.get("model_type").asString(),
                    group.get("dataset_name").asString(),
                    group.get("join_policy").asString()))
        .filter(text -> text.contains(own))
        .map(text -> text.replace("-" + own, ""))
        .toList();
  }
}
