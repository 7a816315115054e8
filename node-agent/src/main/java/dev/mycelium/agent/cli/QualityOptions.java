package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.EarlyStoppingSpec;
import dev.mycelium.wire.group.RollbackSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of heads that get worse or no better, in a group that this node founds. */
final class QualityOptions {
  @Option(
      names = "--rollback-tolerance",
      paramLabel = "AMOUNT",
      description = {
        "A new head that scores lower than the group's best one by more than this, with most of",
        "the members that scored both, gives way to it within a round; in the unit of the",
        "group's metric, such as 0.05 of accuracy (default: no head is rolled back)."
      })
  @Nullable Double rollbackTolerance;

  @Option(
      names = "--early-stopping-patience",
      paramLabel = "N",
      description = "Versions without a better one after which the group rests (default: never).")
  @Nullable Integer patience;

  @Option(
      names = "--early-stopping-min-delta",
      paramLabel = "AMOUNT",
      description = {
        "A head is better if it scores higher than the best one by more than this; only with",
        "--early-stopping-patience (default: 0)."
      })
  @Nullable Double minDelta;

  @Nullable RollbackSpec rollback() {
    return rollbackTolerance == null ? null : new RollbackSpec(rollbackTolerance);
  }

  @Nullable EarlyStoppingSpec earlyStopping() {
    if (patience == null && minDelta != null) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--early-stopping-min-delta: %s (expected: only with --early-stopping-patience)"
              .formatted(minDelta));
    }
    return patience == null ? null : new EarlyStoppingSpec(patience, minDelta);
  }
}
