package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.learning.djl.TorchScript;
import dev.mycelium.agent.learning.djl.TrainingDevice;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A pulled model and the data on which it is to be tried, as commands are told of them. */
final class TriedModel {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(paramLabel = "FILE", description = "A file of `mycelium model pull`.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      required = true,
      description = "The data, as for `node start`; all of it is looked at, or the given shard.")
  private String data = "";

  @Option(
      names = "--model",
      paramLabel = "torchscript:FILE",
      description = "The program of a model that has its own; must be the one that was learned.")
  private @Nullable String program;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "auto, cpu or gpu (${DEFAULT-VALUE}).")
  private DeviceChoice device = DeviceChoice.AUTO;

  @SuppressWarnings("NullAway.Init")
  TriedModel() {}

  PulledModel read() {
    PulledModel model = PulledModel.read(file);
    if (model.spec().model() instanceof ModelSpec.Custom custom) {
      throw new CommandFailedException(
          ExitCode.MODEL_INVALID,
          "%s: %s (expected: a model that the built-in engine computes; only its own program knows this one)"
              .formatted(file, custom.text()));
    }
    if (model.spec().model().needsProgram() != LearningOptions.script(program).isPresent()) {
      throw new CommandFailedException(
          ExitCode.MODEL_INVALID,
          "--model: %s (expected: torchscript:FILE for a model of such a program, else none; this is %s)"
              .formatted(program == null ? "none" : program, model.spec().model().text()));
    }
    return model;
  }

  /** The data with its answers, to score on. */
  DjlLearner scored(PulledModel model) {
    return learner(model, DataSpec.parse(data));
  }

  /** All of the data in its order, whether or not it has answers. */
  DjlLearner unanswered(PulledModel model) {
    return learner(model, DataSpec.parseUnanswered(data));
  }

  /** The data, encoded as the model's group has it, both to train on and held out. */
  private DjlLearner learner(PulledModel model, DataSpec wanted) {
    Dataset loaded =
        new Datasets(Path.of("").toAbsolutePath(), MyceliumHome.cache())
            .load(wanted, model.spec().task());
    PrintWriter err = command.commandLine().getErr();
    loaded.notes().forEach(note -> err.println("note: " + note));
    err.flush();
    Examples examples = loaded.train().encoded(model.spec().task());
    try {
      return learner(model.spec(), new LocalExamples(examples, examples, loaded.labels()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID, "--data %s: %s".formatted(data, e.getMessage()), e);
    }
  }

  private DjlLearner learner(GroupSpec group, LocalExamples local) {
    TrainingDevice chosen = NativeEngine.start(EngineOptions.defaults()).device(device);
    return LearningOptions.script(program)
        .map(script -> DjlLearner.of(group, local, chosen, TorchScript.read(script, chosen)))
        .orElseGet(() -> new DjlLearner(group, local, chosen));
  }
}
