package dev.mycelium.agent.learning.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of docs/examples/exec, where a Python with their libraries is to be found. */
class PythonExamplesTest {
  private static final Path SCRIPTS = Path.of("../docs/examples/exec").toAbsolutePath();
  private static final TrainingSpec PLAN =
      new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 10, 3, 7);

  @TempDir Path folder;

  @Test
  void pyTorchLearnsTheBuiltInNetwork() throws IOException {
    String python = pythonWith("torch", "numpy");
    brightSquares(folder, 300);
    String script = '"' + SCRIPTS.resolve("torch_learner.py").toString() + '"';
    try (ExecCommand command = command(python + " " + script + " \"" + folder + "\" 0/1")) {
      ExecOffer offer = command.offer(null);

      LocalUpdate update = learns(command, offer, null);

      assertThat(offer.modelSpec()).isEqualTo(new ModelSpec.Mlp(List.of(32)));
      assertThat(update.examples()).isEqualTo(240);
      assertThat(update.steps()).isEqualTo(72);
    }
  }

  @Test
  void scikitLearnBringsAModelOfItsOwn() {
    String python = pythonWith("sklearn", "numpy");
    String script = '"' + SCRIPTS.resolve("sklearn_learner.py").toString() + '"';
    try (ExecCommand command = command(python + " " + script + " 0/2")) {
      ExecOffer offer = command.offer(null);

      LocalUpdate update = learns(command, offer, new Sha256("ab".repeat(32)));

      assertThat(offer.modelSpec().text()).isEqualTo("custom:sklearn-logistic");
      assertThat(update.examples()).isEqualTo(offer.trainExamples());
    }
  }

  /** Three epochs from the initial parameters must show in the score. */
  private static LocalUpdate learns(ExecCommand command, ExecOffer offer, Sha256 initial) {
    GroupSpec group =
        new GroupSpec(offer.task(), offer.modelSpec(), PLAN, FederationSpec.defaults(), initial);
    ExecLearner learner = new ExecLearner(group, offer, command);
    Payload head = learner.initial(1);
    LocalUpdate update = learner.learn(new Assignment(head, PLAN, 1, 0), Cancellation.never());
    Payload trained = Payload.ofModel(head.model().plus(update.delta().model()));
    Evaluation after = learner.evaluate(trained, Split.HOLDOUT);
    assertThat(after.metric()).isGreaterThan(0.9);
    assertThat(after.loss()).isLessThan(learner.evaluate(head, Split.HOLDOUT).loss());
    assertThat(after.examples()).isEqualTo(offer.holdoutExamples());
    assertThat(learner.evaluate(trained, Split.TRAIN).loss()).isLessThan(update.trainLoss() + 0.1);
    return update;
  }

  /** Images of 10x10 in which row k is bright for class k, beside noise. */
  private static void brightSquares(Path folder, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    ByteBuffer images = ByteBuffer.allocate(16 + 100 * count);
    images.putInt(0x803).putInt(count).putInt(10).putInt(10);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(10);
      labels.put((byte) label);
      for (int pixel = 0; pixel < 100; pixel++) {
        int noise = random.nextInt(60);
        images.put((byte) (pixel / 10 == label ? 190 + noise : noise));
      }
    }
    Files.write(folder.resolve("train-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels.array());
  }

  private static ExecCommand command(String text) {
    return new ExecCommand(text, new ExecLimits(Duration.ofMinutes(5)));
  }

  /** The first Python that imports all of these; without one the test is skipped by name. */
  private static String pythonWith(String... libraries) {
    String imports = "import " + String.join(", ", libraries);
    Optional<String> python =
        Stream.of("python3", "/usr/bin/python3", "python")
            .filter(candidate -> ends(candidate, "-c", imports))
            .findFirst();
    assumeTrue(python.isPresent(), "no Python with " + String.join(" and ", libraries));
    return python.orElseThrow();
  }

  private static boolean ends(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
