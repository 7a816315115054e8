package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.Admission;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.CohortSize;
import dev.mycelium.rules.FewestMembers;
import dev.mycelium.wire.group.StrategySpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry tells which members are missing by the same numbers as the rules themselves. */
class FewestMembersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fedavg",
        "mean",
        "median",
        "trimmed_mean,trim=3",
        "krum,attackers=2",
        "multi_krum,attackers=2,selected=5",
        "multi_krum,attackers=1,selected=9",
        "clipped,norm=1/krum,attackers=1",
        "mixed,attackers=4/krum,attackers=1",
        "mixed,attackers=1/krum,attackers=1"
      })
  void areAsManyAsTheRuleAdmits(String text) {
    StrategySpec strategy = StrategyText.parse(text);
    int fewest = (int) FewestMembers.of(strategy);
    try (Plugins plugins = Plugins.in(List.of())) {
      Aggregator rule = plugins.aggregator(strategy);

      assertThat(rule.admits(new CohortSize(fewest))).isInstanceOf(Admission.Admitted.class);
      assertThat(
              fewest == 1 || rule.admits(new CohortSize(fewest - 1)) instanceof Admission.Refused)
          .isTrue();
    }
  }
}
