package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.mycelium.wire.group.StrategySpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StrategyTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"fedavg", "mean", "plugin,plugin=median"})
  void readsWhatItWrites(String text) {
    assertThat(StrategyText.of(StrategyText.parse(text))).isEqualTo(text);
  }

  @Test
  void readsArguments() {
    assertThat(StrategyText.parse("mean")).isEqualTo(new StrategySpec.Mean());
    assertThat(StrategyText.parse("plugin,plugin=median"))
        .isEqualTo(new StrategySpec.Plugin("median"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "medain | \"medain\" (expected: fedavg; mean; ",
        "'' | \"\" (expected: fedavg; mean; ",
        "mean,trim=2 | \"trim=2\" (expected: mean)",
        "plugin | plugin: missing (expected: plugin,plugin=NAME)",
        "plugin,plugin=a,plugin=b | \"plugin=b\" (expected: plugin,plugin=NAME)",
        "plugin,plugin= | spec.federation.strategy.plugin: \"\" (expected: text of 1 to 100",
        "mean/median | \"mean\" stands before a slash (expected: mean)",
      })
  void saysWhatExists(String text, String sentence) {
    assertThatThrownBy(() -> StrategyText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void helpTeachesEveryStrategy() {
    String help = new CommandLine(new GroupsCreateCommand()).getUsageMessage();

    assertThat(Arrays.stream(StrategySpec.class.getAnnotation(JsonSubTypes.class).value()))
        .extracting(JsonSubTypes.Type::name)
        .filteredOn(name -> !name.equals("plugin"))
        .allSatisfy(name -> assertThat(help).containsPattern("\n +" + name + "[, ]"));
  }
}
