package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.directory.RoundHistory;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.round.RoundEntry;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium groups watch}. */
@Command(
    name = "watch",
    description = {
      "List the groups, or a group's rounds, again and again, until Ctrl-C.",
      "Of one group every round is told as it ends: what came of it, who was not counted "
          + "and why."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  mycelium groups watch --interval 5s",
      "  mycelium groups watch 0b1f"
    })
final class GroupsWatchCommand implements Callable<Integer> {
  /** Cursor home, then clear to the end: steadier on a terminal than clearing first. */
  private static final String HOME = "\u001b[H\u001b[J";

  @Spec private CommandSpec spec;
  @Mixin private ListingOptions options = new ListingOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The group whose rounds to tell, by its id or the beginning of it.")
  private @Nullable String wanted;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "2s",
      description = "Pause between two looks (${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(2);

  @Option(names = "--times", paramLabel = "N", description = "End after so many looks.")
  private @Nullable Integer times;

  @SuppressWarnings("NullAway.Init")
  GroupsWatchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    HttpDirectory directory = options.directory();
    PrintWriter out = spec.commandLine().getOut();
    if (wanted != null) {
      return watchRounds(WantedGroup.find(directory, wanted).groupId(), out);
    }
    boolean screen = System.console() != null && !options.json;
    for (int look = 1; ; look++) {
      String head = screen ? HOME : "";
      try {
        List<GroupView> groups = directory.groups();
        out.print(head);
        options.print(out, groups, GroupsCommand.table(groups), "no groups yet");
      } catch (RegistryUnavailableException e) {
        if (look == 1) {
          throw e;
        }
        out.println(head + e.getMessage());
        out.flush();
      }
      if (times != null && look >= times) {
        return ExitCode.OK.number();
      }
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    }
  }

  private Integer watchRounds(GroupId group, PrintWriter out) throws InterruptedException {
    RoundHistory history = options.rounds();
    long told = 0;
    for (int look = 1; ; look++) {
      try {
        for (RoundEntry entry : history.of(group, told)) {
          out.println(
              options.json ? JsonMapper.shared().writeValueAsString(entry) : RoundText.of(entry));
          told = entry.id();
        }
      } catch (RegistryUnavailableException e) {
        out.println(e.getMessage());
      }
      out.flush();
      if (times != null && look >= times) {
        return ExitCode.OK.number();
      }
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    }
  }
}
