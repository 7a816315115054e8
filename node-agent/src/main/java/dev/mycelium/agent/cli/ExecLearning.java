package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.exec.ExecCommand;
import dev.mycelium.agent.learning.exec.ExecLearner;
import dev.mycelium.agent.learning.exec.ExecLimits;
import dev.mycelium.agent.learning.exec.ExecOffer;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learning by a command of the user's; the data is on the command's side. */
final class ExecLearning implements LearningSource {
  static final String PREFIX = "exec:";
  private static final Logger log = LoggerFactory.getLogger(ExecLearning.class);

  private final ExecCommand command;
  private final ExecOffer offer;
  private final ModelSpec model;
  private final Thread lastResort;

  private ExecLearning(ExecCommand command, ExecOffer offer, Thread lastResort) {
    this.command = command;
    this.offer = offer;
    this.model = offer.modelSpec();
    this.lastResort = lastResort;
  }

  /** Asks the command what it brings; from then on no exit of this process leaves it running. */
  static ExecLearning load(LearningOptions options) {
    ExecCommand command = command(options);
    Thread lastResort = new Thread(command::close, "learner-end");
    Runtime.getRuntime().addShutdownHook(lastResort);
    ExecLearning learning = new ExecLearning(command, command.offer(options.model), lastResort);
    ModelSpec asked = options.explicitKnownModel().orElse(learning.model);
    if (!asked.equals(learning.model)) {
      throw new CommandFailedException(
          ExitCode.MODEL_INVALID,
          "--model: %s (expected: %s, which the learner command brings)"
              .formatted(options.model, learning.model.text()));
    }
    return learning;
  }

  private static ExecCommand command(LearningOptions options) {
    try {
      return new ExecCommand(
          options.learner.substring(PREFIX.length()), new ExecLimits(options.learnerTimeout));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(ExitCode.USAGE, "--learner: " + e.getMessage(), e);
    }
  }

  @Override
  public String datasetName() {
    return offer.dataset();
  }

  @Override
  public TaskSpec task() {
    return offer.task();
  }

  @Override
  public ModelSpec modelToFound() {
    return model;
  }

  @Override
  public ModelSpec onlyModel() {
    return model;
  }

  @Override
  public Optional<Tensors> initial(long seed) {
    return model instanceof ModelSpec.Custom
        ? Optional.of(ExecLearner.initial(command, offer, seed))
        : Optional.empty();
  }

  @Override
  public Learner learner(GroupSpec spec) {
    return new ExecLearner(spec, offer, command);
  }

  @Override
  public String computesOn() {
    return "a learner command";
  }

  @Override
  public void introduce(Terminal terminal) {
    terminal.heading("  learner    " + command);
    terminal.heading(
        "  data       %s: %,d examples to train on, %,d held out"
            .formatted(offer.dataset(), offer.trainExamples(), offer.holdoutExamples()));
    log.info("learner command: {} model={}", command, model.text());
  }

  @Override
  public void close() {
    command.close();
    try {
      Runtime.getRuntime().removeShutdownHook(lastResort);
    } catch (IllegalStateException ending) {
      log.debug("the hook runs already");
    }
  }
}
