package dev.mycelium.agent.cli;

import dev.mycelium.agent.migration.ThresholdMode;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.GroupId;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which group a node begins in, and when it moves. */
final class GroupOptions {
  static final String INVITATION = "--invitation";

  private static final Pattern CODE = Pattern.compile("[\\x21-\\x7e]{1,100}");

  @Option(
      names = "--group",
      paramLabel = "ID",
      description = "Begin in this group (default: the best compatible one, or a new one).")
  @Nullable String group;

  @Option(
      names = INVITATION,
      paramLabel = "CODE",
      description = {
        "Code that opens the invite-only group of --group. Others on this machine see command",
        "lines: prefer MYCELIUM_INVITATION or --config."
      })
  @Nullable String invitation;

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

  /** Fails without telling the code, which opens the group. */
  void requireSound() {
    if (invitation == null) {
      return;
    }
    if (group == null) {
      throw new CommandFailedException(
          ExitCode.USAGE, INVITATION + ": without a group (expected: --group ID beside it)");
    }
    requireCode(invitation);
  }

  /** Fails if no code looks like this one. */
  static String requireCode(String code) {
    if (!CODE.matcher(code).matches()) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          INVITATION + ": not usable (expected: 1 to 100 visible ASCII characters, no blanks)");
    }
    return code;
  }

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
