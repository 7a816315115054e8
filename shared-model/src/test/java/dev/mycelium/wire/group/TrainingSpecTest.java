package dev.mycelium.wire.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TrainingSpecTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final OptimizerSpec SGD = new OptimizerSpec.Sgd(0.1, 0.9);
  private static final String OLD =
      "{\"optimizer\":{\"name\":\"sgd\",\"learning_rate\":0.1,\"momentum\":0.9},"
          + "\"batch_size\":10,\"local_epochs\":2,\"seed\":7}";

  @Test
  void staysWhatItWasWithoutTheExtras() {
    TrainingSpec plain = new TrainingSpec(SGD, 10, 2, 7);

    assertThat(JSON.writeValueAsString(plain)).isEqualTo(OLD);
    assertThat(JSON.readValue(OLD, TrainingSpec.class)).isEqualTo(plain);
  }

  @Test
  void keepsTheExtras() {
    TrainingSpec full =
        new TrainingSpec(SGD, 10, 2, 7, 1.5, 4, new ScheduleSpec.Cosine(100, 0.01), 3);

    String json = JSON.writeValueAsString(full);

    assertThat(JSON.readValue(json, TrainingSpec.class)).isEqualTo(full);
    assertThat(json).contains("\"schedule\":{\"name\":\"cosine\",\"rounds\":100,\"least\":0.01}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~clip_norm~:0|clip_norm: 0.0 (expected: > 0)",
        "~accumulate~:0|accumulate: 0 (expected: 1 to 1000000)",
        "~patience~:0|patience: 0 (expected: 1 to 10000)",
        "~schedule~:{~name~:~step~,~every~:0,~factor~:1}|schedule.every: 0 (expected: 1 to 1000000)",
        "~schedule~:{~name~:~step~,~every~:1,~factor~:2}|schedule.factor: 2.0 (expected: ",
        "~schedule~:{~name~:~cosine~,~rounds~:0,~least~:1}|schedule.rounds: 0 (expected: ",
        "~schedule~:{~name~:~cosine~,~rounds~:9,~least~:0}|schedule.least: 0.0 (expected: "
      })
  void refusesExtrasOutOfRange(String field, String sentence) {
    String json = OLD.substring(0, OLD.length() - 1) + "," + field.replace('~', '"') + "}";

    assertThatThrownBy(() -> JSON.readValue(json, TrainingSpec.class))
        .hasStackTraceContaining("spec.training." + sentence);
  }

  @Test
  void goesDownStepByStep() {
    TrainingSpec plan =
        new TrainingSpec(SGD, 10, 2, 7, null, null, new ScheduleSpec.Step(3, 0.5), null);

    for (int round = 1; round <= 9; round++) {
      double expected = 0.1 * (round <= 3 ? 1 : round <= 6 ? 0.5 : 0.25);
      TrainingSpec now = plan.inRound(round);
      assertThat(now.optimizer()).isEqualTo(new OptimizerSpec.Sgd(expected, 0.9));
      assertThat(now.inRound(round)).as("once").isEqualTo(now);
    }
    assertThat(plan.inRound(1_000_000_000_000L).optimizer().learningRate()).isPositive();
  }

  @Test
  void goesDownByHalfACosine() {
    ScheduleSpec cosine = new ScheduleSpec.Cosine(4, 0.2);

    assertThat(cosine.factor(1)).isEqualTo(1);
    assertThat(cosine.factor(2)).isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(cosine.factor(3)).isCloseTo(0.6, within(1e-12));
    assertThat(cosine.factor(5)).isCloseTo(0.2, within(1e-12));
    assertThat(cosine.factor(5_000)).isEqualTo(cosine.factor(5));
  }

  @Test
  void changesTheRateOfEveryOptimizer() {
    assertThat(new OptimizerSpec.Adam(1).withRate(2)).isEqualTo(new OptimizerSpec.Adam(2));
    assertThat(new OptimizerSpec.AdamW(1, 0.3).withRate(2))
        .isEqualTo(new OptimizerSpec.AdamW(2, 0.3));
  }
}
