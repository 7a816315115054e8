package dev.mycelium.wire.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class OptimizingStrategiesTest {
  private static final OptimizerSpec PLAIN = new OptimizerSpec.Sgd(0.1, 0);
  private static final OptimizerSpec MOMENTUM = new OptimizerSpec.Sgd(0.1, 0.9);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fedavgm|FedAvgM[serverLearningRate=1.0, momentum=0.9]",
        "fedadagrad|FedAdagrad[serverLearningRate=0.01, beta1=0.0, tau=0.001]",
        "fedadam|FedAdam[serverLearningRate=0.01, beta1=0.9, beta2=0.99, tau=0.001]",
        "fedyogi|FedYogi[serverLearningRate=0.01, beta1=0.9, beta2=0.99, tau=0.001]",
        "fednova|FedNova[momentum=0.0]",
        "scaffold|Scaffold[serverLearningRate=1.0]"
      })
  void takesThePapersValuesForWhatIsNotSaid(String name, String expected) {
    StrategySpec strategy = read("{\"name\":\"%s\"}".formatted(name));

    assertThat(strategy).hasToString(expected);
    assertThat(read(JsonMapper.shared().writeValueAsString(strategy))).isEqualTo(strategy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~name~:~fedavgm~,~momentum~:1|momentum: 1.0 (expected: 0.0 to 0.9999999999999999)",
        "~name~:~fedadam~,~beta_1~:-0.1|beta_1: -0.1 (expected: 0.0 to 0.9999999999999999)",
        "~name~:~fedyogi~,~beta_2~:1|beta_2: 1.0 (expected: 0.0 to 0.9999999999999999)",
        "~name~:~fedadagrad~,~tau~:0|tau: 0.0 (expected: 1.0E-15 to 1.0E15)",
        "~name~:~fedadam~,~server_learning_rate~:0|server_learning_rate: 0.0 (expected: > 0)",
        "~name~:~fedprox~,~mu~:-1|mu: -1.0 (expected: 0.0 to 1000000.0)",
        "~name~:~fednova~,~momentum~:1|momentum: 1.0 (expected: 0.0 to 0.9999999999999999)"
      })
  void refusesValuesOutsideThePapersRanges(String fields, String sentence) {
    String json = "{" + fields.replace('~', '"') + "}";

    assertThatThrownBy(() -> read(json)).hasStackTraceContaining("strategy." + sentence);
  }

  @Test
  void weighsStepsOnlyOfTheOptimizerThatTheMembersUse() {
    new StrategySpec.FedNova(0.9).requireFits(training(MOMENTUM));
    new StrategySpec.Scaffold(null).requireFits(training(MOMENTUM));
    new StrategySpec.FedProx(1).requireFits(training(new OptimizerSpec.Adam(0.1)));

    assertThatThrownBy(() -> new StrategySpec.FedNova(0.0).requireFits(training(MOMENTUM)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("spec.federation.strategy.momentum: 0.0 (expected: 0.9, the optimizer's own)");
    for (StrategySpec strategy :
        List.of(new StrategySpec.FedNova(0.0), new StrategySpec.Scaffold(1.0))) {
      strategy.requireFits(training(PLAIN));
      assertThatThrownBy(() -> strategy.requireFits(training(new OptimizerSpec.Adam(0.1))))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("spec.training.optimizer: Adam")
          .hasMessageContaining("(expected: sgd, whose steps");
    }
  }

  @Test
  void isAskedWhetherItFitsWhenAGroupIsFounded() {
    FederationSpec nova = FederationSpec.defaults().with(new StrategySpec.FedNova(0.0));
    TaskSpec task =
        new TaskSpec(TaskKind.CLASSIFICATION, List.of(2), List.of("a", "b"), "accuracy", null);

    assertThatThrownBy(() -> new GroupSpec(task, new ModelSpec.Linear(), training(MOMENTUM), nova))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("spec.federation.strategy.momentum");
  }

  private static TrainingSpec training(OptimizerSpec optimizer) {
    return new TrainingSpec(optimizer, 10, 1, 1);
  }

  private static StrategySpec read(String json) {
    return JsonMapper.shared().readValue(json, StrategySpec.class);
  }
}
