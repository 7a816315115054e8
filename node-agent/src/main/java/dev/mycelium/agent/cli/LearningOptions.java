package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.ModelText;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Data, and how a group that this node founds will train. */
final class LearningOptions {
  static final String BUILT_IN = "djl";

  private static final String DEFAULT_MODEL = "mlp:200,200";
  private static final String TORCHSCRIPT = "torchscript:";
  private static final double ADAMW_WEIGHT_DECAY = 0.01;

  /** The optimizers by the names that the spec of a group uses. */
  enum OptimizerName {
    SGD,
    ADAM,
    ADAMW
  }

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      defaultValue = "synthetic:digits",
      description = {
        "What to learn from (${DEFAULT-VALUE}):",
        "  synthetic:digits   digits that this program draws",
        "  idx:DIR            files named as MNIST's",
        "  csv:FILE           a table: label=COLUMN  task=classification|regression",
        "                     header=auto|true|false  positive=a|b  delimiter=C",
        "                     categorical=A|B  ignore=A|B",
        "  ohlcv:FILE         bars of an exchange: symbol=NAME where there are several",
        "                     from=DATE  until=DATE  holdout-from=DATE",
        "  images:DIR|TAR     JPEG and PNG in class folders: size=HxW  channels=1|3",
        "                     limit=N of each class",
        "  cifar:DIR|FILE     CIFAR-10's binary files",
        "options after '?', joined by '&':",
        "  partition=iid|dirichlet:A|shards:K|labels:K   how to cut it up",
        "  shard=i/n          this node's part, i from 0",
        "  seed=S  rotate=DEG  name=NAME"
      })
  String data = "synthetic:digits";

  @Option(
      names = "--validation",
      paramLabel = "SPEC",
      description = "Other data to score on, written like --data, in place of --holdout.")
  @Nullable String validation;

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description =
          "Columns, labels and statistics that nodes agreed on, as `data check --write-schema`"
              + " writes them (default: the data's own, or the group's).")
  @Nullable Path schema;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "linear, mlp:WIDTH[,WIDTH...], cnn, or torchscript:FILE, a program of yours of which",
        "every member has a copy (default: the group's, else " + DEFAULT_MODEL + ")."
      })
  @Nullable String model;

  @Option(
      names = "--learner",
      paramLabel = "LEARNER",
      defaultValue = BUILT_IN,
      description = {
        "Who trains (${DEFAULT-VALUE}):",
        "  djl            the built-in engine, on --data",
        "  exec:COMMAND   a program of yours, on its own data (docs/exec-learner.md)",
        "  NAME           a plug-in's, on --data"
      })
  String learner = BUILT_IN;

  @Option(
      names = "--learner-timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long one call of --learner exec:COMMAND may take (${DEFAULT-VALUE}).")
  Duration learnerTimeout = Duration.ofMinutes(10);

  @Option(
      names = "--initial-weights",
      paramLabel = "FILE",
      description =
          "Version 0 of a group that this node founds, a safetensors file (default: drawn from"
              + " --seed).")
  @Nullable Path initialWeights;

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Share of the data that is set aside for scores (${DEFAULT-VALUE}).")
  double holdout = 0.2;

  @Option(
      names = "--local-epochs",
      paramLabel = "E",
      defaultValue = "1",
      description = "Passes over the data in a round (${DEFAULT-VALUE}).")
  int localEpochs = 1;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      defaultValue = "10",
      description = "Examples in a step (${DEFAULT-VALUE}).")
  int batchSize = 10;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "sgd",
      description = "sgd, adam or adamw (${DEFAULT-VALUE}).")
  OptimizerName optimizer = OptimizerName.SGD;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Step size (default: 0.1 for sgd, 0.001 for adam and adamw).")
  @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      defaultValue = "0",
      description = "Momentum of sgd (${DEFAULT-VALUE}).")
  double momentum;

  @ArgGroup(exclusive = false, multiplicity = "0..1")
  StepOptions steps = new StepOptions();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Where initial parameters and every draw come from (${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "auto, cpu or gpu (${DEFAULT-VALUE}: a GPU where there is one).")
  DeviceChoice device = DeviceChoice.AUTO;

  /** Finds what is wrong with the options alone. */
  void requireSound() {
    var unused = training();
    if (script().isPresent()) {
      requireBuiltIn();
    } else if (!learner.startsWith(ExecLearning.PREFIX)) {
      var alsoUnused = modelToFound();
    }
  }

  private void requireBuiltIn() {
    if (!learner.equals(BUILT_IN)) {
      throw new CommandFailedException(
          ExitCode.MODEL_INVALID,
          "--model: %s (expected: with --learner djl, not %s)".formatted(model, learner));
    }
  }

  /** The TorchScript file that was asked for. */
  Optional<Path> script() {
    return script(model);
  }

  static Optional<Path> script(@Nullable String model) {
    return Optional.ofNullable(model)
        .filter(text -> text.startsWith(TORCHSCRIPT))
        .map(text -> Path.of(text.substring(TORCHSCRIPT.length())));
  }

  /** The model that was asked for, if it is no file; null if any will do. */
  @Nullable ModelSpec explicitModel() {
    return model == null ? null : parsed(model);
  }

  /** As {@link #explicitModel}, if it is a model that every learner knows. */
  Optional<ModelSpec> explicitKnownModel() {
    try {
      return Optional.ofNullable(model).map(ModelText::parse);
    } catch (InvalidFieldException e) {
      return Optional.empty();
    }
  }

  ModelSpec modelToFound() {
    return parsed(model == null ? DEFAULT_MODEL : model);
  }

  private static ModelSpec parsed(String text) {
    try {
      return ModelText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(ExitCode.MODEL_INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  TrainingSpec training() {
    return new TrainingSpec(
        optimizer(),
        batchSize,
        localEpochs,
        seed,
        steps.clipNorm,
        steps.accumulate,
        steps.schedule(),
        steps.patience);
  }

  private OptimizerSpec optimizer() {
    if (optimizer != OptimizerName.SGD && momentum != 0) {
      throw new CommandFailedException(
          ExitCode.MODEL_INVALID,
          "--momentum: %s (expected: only with --optimizer sgd, not %s)"
              .formatted(momentum, optimizer.name().toLowerCase(Locale.ROOT)));
    }
    return switch (optimizer) {
      case SGD -> new OptimizerSpec.Sgd(rate(0.1), momentum);
      case ADAM -> new OptimizerSpec.Adam(rate(0.001));
      case ADAMW -> new OptimizerSpec.AdamW(rate(0.001), ADAMW_WEIGHT_DECAY);
    };
  }

  private double rate(double usual) {
    return learningRate == null ? usual : learningRate;
  }
}
