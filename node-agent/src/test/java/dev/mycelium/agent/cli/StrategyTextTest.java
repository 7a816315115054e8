package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.mycelium.wire.group.RobustSpec;
import dev.mycelium.wire.group.StrategySpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StrategyTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fedavg",
        "mean",
        "median",
        "trimmed_mean,trim=2",
        "krum,attackers=2",
        "multi_krum,attackers=2,selected=8",
        "clipped,norm=10.0/plugin,plugin=median",
        "clipped,norm=0.5/mixed,attackers=2/median"
      })
  void readsWhatItWrites(String text) {
    assertThat(StrategyText.of(StrategyText.parse(text))).isEqualTo(text);
  }

  @Test
  void readsArguments() {
    assertThat(StrategyText.parse("multi_krum,selected=8,attackers=2"))
        .isEqualTo(new RobustSpec.MultiKrum(2, 8));
    assertThat(StrategyText.parse("clipped,norm=1e1/mixed,attackers=2/median"))
        .isEqualTo(
            new StrategySpec.Clipped(10, new StrategySpec.Mixed(2, new RobustSpec.Median())));
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
        "krum | attackers: missing (expected: krum,attackers=N)",
        "krum,attackers=two | attackers: two (expected: krum,attackers=N)",
        "krum,attackers=-1 | spec.federation.strategy.attackers: -1 (expected: 0 to",
        "clipped,norm=1 | \"clipped\" stands alone (expected: clipped,norm=N/STRATEGY)",
        "mixed,attackers=1/fedavg | spec.federation.strategy.rule: FedAvg[] (expected: median,",
        "clipped,norm=1/medain | \"medain\" (expected: fedavg; mean; ",
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
