package dev.mycelium.agent.learning.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.ScheduleSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ExtrasTest {
  private static final OptimizerSpec SGD = new OptimizerSpec.Sgd(0.5, 0);
  private static final ScheduleSpec HALVING = new ScheduleSpec.Step(1, 0.5);
  private static final TrainingSpec PLAIN =
      new TrainingSpec(SGD, 10, 1, 7, null, null, HALVING, null);
  private static final TrainingSpec FULL = new TrainingSpec(SGD, 10, 1, 7, 1.0, 2, HALVING, 3);
  private static final TensorLayout LAYOUT = TensorLayout.of(TensorSpec.of("w", 2));

  @Test
  void namesWhatGoesBeyondPlainSteps() {
    assertThat(Extras.of(work(FULL, new StrategySpec.FedProx(0.1))).names())
        .containsExactly("accumulate", "clip_norm", "fedprox", "patience");
    assertThat(Extras.of(work(PLAIN, new StrategySpec.FedProx(0))).isNone()).isTrue();
    assertThat(Extras.of(work(PLAIN, new StrategySpec.FedNova(0.0))).isNone()).isTrue();
  }

  @Test
  void givesScaffoldsCorrectionAlong() {
    Extras extras = Extras.of(work(PLAIN, new StrategySpec.Scaffold(1.0)));

    assertThat(extras.names()).containsExactly("scaffold");
    assertThat(extras.correction()).contains(Tensors.of(LAYOUT, 3 - 1, 4 - 1));
  }

  @Test
  void wantsEachOneConfirmed() {
    Extras extras = Extras.of(work(FULL, new StrategySpec.FedAvg()));

    assertThatCode(() -> extras.requireDone(List.of("patience", "clip_norm", "accumulate")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> extras.requireDone(List.of("clip_norm")))
        .isInstanceOf(ExecFailedException.class)
        .hasMessage(
            "learner command: learn: did: [clip_norm] (expected: [accumulate, clip_norm, patience]:"
                + " what the group's training asks for, done and named in the reply)");
    assertThatThrownBy(() -> extras.requireDone(null)).hasMessageContaining("did: [] (");
  }

  /** The rate is the round's own, so that no program needs to know schedules. */
  @Test
  void asksAPlainProgramNothingNew() {
    String plain = request(work(PLAIN, new StrategySpec.FedAvg()));
    String prox = request(work(PLAIN, new StrategySpec.FedProx(0.1)));

    assertThat(plain)
        .doesNotContain("asks", "strategy", "correction", "schedule", "clip_norm", "patience")
        .contains("\"learning_rate\":0.125,");
    assertThat(prox)
        .contains("\"strategy\":{\"name\":\"fedprox\",\"mu\":0.1}", "\"asks\":[\"fedprox\"]")
        .doesNotContain("correction");
    assertThat(request(work(PLAIN, new StrategySpec.Scaffold(1.0))))
        .contains("correction.safetensors", "\"asks\":[\"scaffold\"]");
  }

  private static String request(Assignment work) {
    ExecModel about = new ExecModel(QuadraticLearner.task(2), new ModelSpec.Linear());
    try (Workspace files = Workspace.open()) {
      return JsonMapper.shared()
          .writeValueAsString(Request.learn(files, about, work, Extras.of(work)));
    }
  }

  /** In round 3. */
  private static Assignment work(TrainingSpec plan, StrategySpec strategy) {
    Payload head =
        new Payload(Map.of("model", Tensors.zeros(LAYOUT), "control", Tensors.of(LAYOUT, 3, 4)));
    Payload memory = new Payload(Map.of("control", Tensors.of(LAYOUT, 1, 1)));
    return new Assignment(head, plan, strategy, 3, 0, memory);
  }
}
