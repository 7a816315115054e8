package dev.mycelium.agent.cli;

import dev.mycelium.agent.migration.ThresholdMode;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.GroupId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which group a node begins in, and when it moves. */
final class GroupOptions {
  @Option(
      names = "--group",
      paramLabel = "ID",
      description = "Begin in this group (default: the best compatible one, or a new one).")
  @Nullable String group;

  @Option(
      names = "--max-capacity",
      paramLabel = "N",
      defaultValue = "5",
      description = "Places in a group that this node founds (${DEFAULT-VALUE}).")
  int maxCapacity = 5;

  @Option(
      names = "--group-evaluation-interval",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "Pause between two looks at other groups (${DEFAULT-VALUE}).")
  Duration evaluationInterval = Duration.ofSeconds(60);

  @Option(
      names = "--switch-threshold",
      paramLabel = "X",
      defaultValue = "0.05",
      description =
          "Move to a group that scores more than this above the own score (${DEFAULT-VALUE}).")
  double switchThreshold = 0.05;

  @Option(
      names = "--threshold-mode",
      paramLabel = "MODE",
      defaultValue = "absolute",
      description =
          "absolute: points of the metric; relative: a share of the own score (${DEFAULT-VALUE}).")
  ThresholdMode thresholdMode = ThresholdMode.ABSOLUTE;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Leave after so many completed rounds (default: stay).")
  @Nullable Integer rounds;

  /** The group to begin in; null if the node chooses. */
  @Nullable GroupId start() {
    try {
      return group == null ? null : new GroupId(group);
    } catch (InvalidFieldException e) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--group: \"%s\" (expected: an id that `mycelium groups` lists)"
              .formatted(group.replaceAll("\\p{Cntrl}", "?")),
          e);
    }
  }
}
