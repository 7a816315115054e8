package dev.mycelium.agent.cli;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.ScheduleSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a group that this node founds makes of its members' gradients, rates and epochs. */
final class StepOptions {
  private static final String SCHEDULES = "step:EVERY:FACTOR or cosine:ROUNDS:LEAST";

  @Option(
      names = "--clip-norm",
      paramLabel = "NORM",
      description = "Longest gradient; a longer one is scaled down (default: any length).")
  @Nullable Double clipNorm;

  @Option(
      names = "--accumulate",
      paramLabel = "BATCHES",
      description = "Batches whose mean gradient makes an optimizer step (default: 1).")
  @Nullable Integer accumulate;

  @Option(
      names = "--rate-schedule",
      paramLabel = "SCHEDULE",
      description = {
        "How the learning rate goes down (default: not at all):",
        "  step:EVERY:FACTOR      times FACTOR after EVERY rounds;",
        "  cosine:ROUNDS:LEAST    by a half cosine to LEAST of it in ROUNDS rounds"
      })
  @Nullable String rateSchedule;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description =
          "Epochs without a lower loss on the hold-out after which a member stops (default: it runs"
              + " all --local-epochs).")
  @Nullable Integer patience;

  @Nullable ScheduleSpec schedule() {
    if (rateSchedule == null) {
      return null;
    }
    String[] parts = rateSchedule.split(":", -1);
    try {
      if (parts.length == 3 && parts[0].equals("step")) {
        return new ScheduleSpec.Step(Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
      }
      if (parts.length == 3 && parts[0].equals("cosine")) {
        return new ScheduleSpec.Cosine(Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
      }
    } catch (NumberFormatException | InvalidFieldException e) {
      throw invalid(e.getMessage(), e);
    }
    throw invalid("unknown", null);
  }

  private CommandFailedException invalid(@Nullable String why, @Nullable Exception cause) {
    return new CommandFailedException(
        ExitCode.MODEL_INVALID,
        "--rate-schedule: %s: %s (expected: %s)".formatted(rateSchedule, why, SCHEDULES),
        cause);
  }
}
