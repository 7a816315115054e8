package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.wire.group.GroupView;
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
import picocli.CommandLine.Spec;

/** {@code mycelium groups watch}. */
@Command(
    name = "watch",
    description = "List the groups again and again, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Examples:", "  mycelium groups watch --interval 5s"})
final class GroupsWatchCommand implements Callable<Integer> {
  /** Cursor home, then clear to the end: steadier on a terminal than clearing first. */
  private static final String HOME = "\u001b[H\u001b[J";

  @Spec private CommandSpec spec;
  @Mixin private ListingOptions options = new ListingOptions();

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
}
