package dev.mycelium.wire.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StrategySpecTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'mean'}",
        "{'name':'median'}",
        "{'name':'trimmed_mean','trim':2}",
        "{'name':'krum','attackers':2}",
        "{'name':'multi_krum','attackers':2,'selected':8}",
        "{'name':'clipped','norm':10.0,'rule':{'name':'fedavg'}}",
        "{'name':'mixed','attackers':2,'rule':{'name':'median'}}",
        "{'name':'clipped','norm':0.5,"
            + "'rule':{'name':'mixed','attackers':1,'rule':{'name':'krum','attackers':1}}}",
      })
  void aRuleIsItsNameAndItsArguments(String text) {
    String json = text.replace('\'', '"');

    assertThat(JSON.writeValueAsString(JSON.readValue(json, StrategySpec.class))).isEqualTo(json);
  }

  @Test
  void refusesWhatMakesNoRule() {
    StrategySpec median = new RobustSpec.Median();
    StrategySpec clipped = new StrategySpec.Clipped(1, median);

    refused(() -> new RobustSpec.TrimmedMean(-1), "trim: -1 (expected: 0 to 100000)");
    refused(() -> new RobustSpec.Krum(-1), "attackers: -1 (expected: 0 to 100000)");
    refused(() -> new RobustSpec.MultiKrum(1, 0), "selected: 0 (expected: 1 to 100000)");
    refused(() -> new StrategySpec.Clipped(0, median), "norm: 0.0 (expected: > 0)");
    refused(() -> new StrategySpec.Clipped(Double.NaN, median), "norm: NaN (expected: > 0)");
    refused(() -> new StrategySpec.Clipped(2, clipped), "rule: clipped (expected: one bound");
    refused(() -> new StrategySpec.Mixed(1, clipped), "rule: Clipped[");
  }

  @ParameterizedTest
  @CsvSource({"fedavg", "mean"})
  void mixesForARobustRuleOnly(String name) {
    StrategySpec rule = JSON.readValue("{\"name\": \"" + name + "\"}", StrategySpec.class);

    refused(() -> new StrategySpec.Mixed(1, rule), "rule: ");
  }

  private static void refused(Runnable made, String sentence) {
    assertThatThrownBy(made::run)
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("spec.federation.strategy." + sentence);
  }
}
