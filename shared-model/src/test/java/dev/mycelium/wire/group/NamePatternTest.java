package dev.mycelium.wire.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.round.Sha256;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class NamePatternTest {

  @ParameterizedTest
  @CsvSource({
    "head.*, head.weight, true",
    "head.*, ahead.weight, false",
    "head.*, head, false",
    "*.bn?.*, block.0.bn1.bias, true",
    "*.bn?.*, block.0.bn.bias, false",
    "*a*ab, aaab, true",
    "*a*ab, aaaba, false",
    "*, x, true",
    "a+[b], a+[b], true",
    "a.b, axb, false",
    "ab**, ab, true",
    "a?, a, false"
  })
  void meansNames(String pattern, String name, boolean meant) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(meant);
  }

  @Test
  void isItsTextOnTheWire() {
    JsonMapper json = JsonMapper.shared();
    FederationSpec federation = FederationSpec.defaults().withPersonal(patterns("head.*"));

    assertThat(json.writeValueAsString(FederationSpec.defaults())).doesNotContain("personal");
    assertThat(json.writeValueAsString(federation)).contains("\"personal\":[\"head.*\"]");
    assertThat(json.readValue(json.writeValueAsString(federation), FederationSpec.class))
        .isEqualTo(federation);
  }

  @Test
  void mustLeaveSomethingAtHomeAndNotAll() {
    String names = "[conv0.weight, conv0.bias, conv1.weight, conv1.bias, dense0.weight,";

    refused(new ModelSpec.Cnn(), "head.*: a pattern for some of " + names, "conv1.*", "head.*");
    refused(
        new ModelSpec.Linear(),
        "[*.bias, dense*]: to leave something to learn together of [dense0.weight, dense0.bias]",
        "*.bias",
        "dense*");
    FederationSpec.defaults()
        .withPersonal(patterns("dense2.*"))
        .requireFits(new ModelSpec.Mlp(List.of(8, 8)));
  }

  @Test
  void isLookedForInAModelOfItsOwn() {
    TensorShape tensor = new TensorShape("bn1.weight", List.of(3));
    TensorShape other = new TensorShape("fc.weight", List.of(3));
    List<TensorShape> tensors = List.of(tensor, other);
    FederationSpec federation = FederationSpec.defaults().withPersonal(patterns("bn?.*"));

    federation.requireFits(new ModelSpec.Custom("own", tensors));
    federation.requireFits(new ModelSpec.TorchScript(new Sha256("a".repeat(64)), 1, tensors));
    refused(new ModelSpec.Custom("own", tensors), "bn.*: a pattern for some of [bn1", "bn.*");
  }

  private static void refused(ModelSpec model, String sentence, String... patterns) {
    FederationSpec federation = FederationSpec.defaults().withPersonal(patterns(patterns));
    String[] parts = sentence.split(": ", 2);
    assertThatThrownBy(() -> federation.requireFits(model))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith(
            "spec.federation.personal: %s (expected: %s".formatted(parts[0], parts[1]));
  }

  private static List<NamePattern> patterns(String... texts) {
    return Stream.of(texts).map(NamePattern::new).toList();
  }
}
