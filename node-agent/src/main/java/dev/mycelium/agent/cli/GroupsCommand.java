package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.wire.group.GroupView;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mycelium groups}. */
@Command(
    name = "groups",
    description = "List the learning groups, best first.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    subcommands = {
      GroupsShowCommand.class,
      GroupsCreateCommand.class,
      GroupsInviteCommand.class,
      GroupsRoundsCommand.class,
      GroupsWatchCommand.class
    },
    footer = {"", "Examples:", "  mycelium groups --registry https://net:8000 --ca ca.pem"})
final class GroupsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ListingOptions options = new ListingOptions();

  @SuppressWarnings("NullAway.Init")
  GroupsCommand() {}

  @Override
  public Integer call() {
    HttpDirectory directory = options.directory();
    List<GroupView> groups = directory.groups();
    options.print(
        spec.commandLine().getOut(),
        groups,
        table(groups),
        "no groups yet: start an agent to found one");
    PrintWriter err = spec.commandLine().getErr();
    directory
        .leftOut()
        .forEach(
            (group, cause) ->
                err.println(
                    EventText.plain(
                        "note: group %s left out, this release does not understand it: %s"
                            .formatted(group, cause))));
    err.flush();
    return ExitCode.OK.number();
  }

  static TextTable table(List<GroupView> groups) {
    TextTable table =
        new TextTable("GROUP", "DATA", "MODEL", "METRIC", "MEMBERS", "VERSION", "COORDINATOR");
    for (GroupView group : groups) {
      table.add(
          group.groupId().value(),
          group.datasetName(),
          group.modelType(),
          metric(group),
          group.memberCount() + "/" + group.maxCapacity(),
          group.head() == null ? "-" : String.valueOf(group.head().version()),
          coordinator(group));
    }
    return table;
  }

  /** A claim is marked: nobody measured it. */
  static String metric(GroupView group) {
    String number = String.format(Locale.ROOT, "%.4f", group.performanceMetric());
    if (group.standing().measured() != null) {
      return number;
    }
    return group.standing().claimed() == null ? "-" : number + " claimed";
  }

  static String coordinator(GroupView group) {
    if (group.coordinator() != null) {
      return group.coordinator().address() + " (epoch " + group.coordinator().epoch() + ")";
    }
    return group.condition() == null ? "-" : group.condition().code();
  }
}
