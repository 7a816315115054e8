package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLearningTest {
  @TempDir Path folder;

  /**
   * Sick are those above 50, except in ward A, where it is those below. The second clinic's
   * patients are older, its columns stand in another order, and one of its wards nobody else has:
   * only under the founder's schema do the founder's parameters fit them.
   */
  @Test
  void learnsTablesByTheFoundersSchema() throws IOException {
    LocalLearning founder = load("founder", "age,ward,sick", 20);
    LocalLearning second = load("second", "ward,age,sick", 35);
    GroupSpec group = group(founder);

    Payload head;
    try (Learner learner = founder.learner(group)) {
      head = learner.initial(1);
      for (int round = 1; round <= 30; round++) {
        Assignment work = new Assignment(head, group.training(), round, 0);
        head = Payload.ofModel(head.model().plus(learner.learn(work, () -> false).delta().model()));
      }
    }

    assertThat(group.task().admits(second.task())).isTrue();
    assertThat(second.task().inputShape()).isNotEqualTo(group.task().inputShape());
    try (Learner learner = second.learner(group)) {
      assertThat(learner.evaluate(head, Split.TRAIN).metric()).isGreaterThan(0.9);
    }
  }

  private LocalLearning load(String name, String header, int youngest) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < 240; i++) {
      int age = youngest + i * 7 % 60;
      String ward = i % 2 == 0 ? "A" : i % 11 == 0 ? "only " + name : "B";
      boolean sick = (age > 50) != ward.equals("A");
      text.append(header.startsWith("age") ? age + "," + ward : ward + "," + age)
          .append(sick ? ",yes\n" : ",no\n");
    }
    if (name.equals("second")) {
      text.append("third ward,60,yes\n");
    }
    LearningOptions options = new LearningOptions();
    options.data =
        "csv:" + Files.writeString(folder.resolve(name + ".csv"), text) + "?label=sick&name=clinic";
    options.device = DeviceChoice.CPU;
    return LocalLearning.load(options, new Terminal(new PrintWriter(new StringWriter()), false));
  }

  private static GroupSpec group(LocalLearning founder) {
    return new GroupSpec(
        founder.task(),
        new ModelSpec.Mlp(List.of(16)),
        new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0.9), 10, 1, 1),
        FederationSpec.defaults());
  }
}
