package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.TaskSpec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mycelium model predict}. */
@Command(
    name = "predict",
    description = {
      "Let a pulled model answer to data of yours.",
      "The answers are a CSV file with a row for each example, in the data's order: its "
          + "number from 0, the answer, and for classes the probability of each. Every row of a "
          + "table is answered, also without a label; label= need not be given. Of bars every one "
          + "with 56 up to it is answered, the last row is the newest one's."
    },
    mixinStandardHelpOptions = true)
final class ModelPredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TriedModel tried = new TriedModel();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The CSV file to write.")
  private Path output = Path.of("");

  @SuppressWarnings("NullAway.Init")
  ModelPredictCommand() {}

  @Override
  public Integer call() {
    PulledModel model = tried.read();
    try (DjlLearner learner = tried.unanswered(model)) {
      float[] outputs = learner.outputs(Payload.ofModel(model.tensors()), Split.TRAIN);
      int rows = write(new AnswerText(model.spec().task()), model.spec().task(), outputs);
      spec.commandLine().getOut().printf("%s: %,d answers%n", output, rows);
    }
    return ExitCode.OK.number();
  }

  private int write(AnswerText text, TaskSpec task, float[] outputs) {
    int rows = outputs.length / task.outputs();
    try (BufferedWriter out = Files.newBufferedWriter(output)) {
      out.write(text.head());
      out.write('\n');
      for (int row = 0; row < rows; row++) {
        out.write(row + "," + text.row(outputs, row));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID, "%s: can't be written: %s".formatted(output, e), e);
    }
    return rows;
  }
}
