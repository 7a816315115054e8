package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadVerdict;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium groups show ID}. */
@Command(
    name = "show",
    description = "Show one group: its spec, its head, its members.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Examples:", "  mycelium groups show 0b1f", "  mycelium groups show 0b1f --json"})
final class GroupsShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ListingOptions options = new ListingOptions();

  @Parameters(paramLabel = "ID", description = "The group's id, or its beginning.")
  private String wanted;

  @SuppressWarnings("NullAway.Init")
  GroupsShowCommand() {}

  @Override
  public Integer call() {
    HttpDirectory directory = options.directory();
    GroupView group = WantedGroup.find(directory, wanted);
    List<MemberView> members = directory.members(group.groupId());
    PrintWriter out = spec.commandLine().getOut();
    if (options.json) {
      ListingOptions.printJson(out, Map.of("group", group, "members", members));
      return ExitCode.OK.number();
    }
    describe(out, group);
    options.print(
        out,
        members,
        table(members),
        "no members: start an agent with --group " + group.groupId().value());
    return ExitCode.OK.number();
  }

  private static void describe(PrintWriter out, GroupView group) {
    line(out, "group", group.groupId().value());
    line(out, "data", EventText.plain(group.datasetName()));
    line(out, "model", EventText.plain(group.modelType()));
    line(out, "metric", GroupsCommand.metric(group));
    line(out, "members", group.memberCount() + " of " + group.maxCapacity());
    line(
        out,
        "head",
        group.head() == null
            ? "-"
            : "version %d of round %d, held by %d, %s"
                .formatted(
                    group.head().version(),
                    group.head().round(),
                    group.headHolders(),
                    group.head().sha().hex()));
    describeQuality(out, group);
    line(out, "coordinator", GroupsCommand.coordinator(group));
    if (group.condition() != null) {
      line(out, "condition", group.condition().code() + ": " + group.condition().advice());
    }
    if (group.spec() != null) {
      line(out, "strategy", EventText.plain(StrategyText.of(group.spec().federation().strategy())));
      line(out, "compression", CompressionText.of(group.spec().federation().updates()));
      line(out, "personal", personal(group.spec().federation()));
      line(out, "spec", JsonMapper.shared().writeValueAsString(group.spec()));
    }
    out.println();
  }

  private static String personal(FederationSpec federation) {
    return federation.personal() == null
        ? "none"
        : federation.personal().stream()
            .map(pattern -> EventText.plain(pattern.text()))
            .collect(Collectors.joining(", "));
  }

  private static void describeQuality(PrintWriter out, GroupView group) {
    BestHead best = group.best();
    HeadVerdict verdict = group.verdict();
    Head last = group.finalHead();
    if (best != null) {
      String text = "version %d, %.4f with %d members, %s";
      line(
          out,
          "best",
          String.format(
              Locale.ROOT, text, best.version(), best.metric(), best.members(), best.sha().hex()));
    }
    if (verdict != null) {
      String found = verdict.verdict().replace('_', ' ');
      line(out, "verdict", EventText.plain(found + ": " + verdict.cause()));
    }
    if (last != null) {
      line(out, "final", "version %d, %s".formatted(last.version(), last.sha().hex()));
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println("%-12s %s".formatted(name, value));
  }

  private static TextTable table(List<MemberView> members) {
    TextTable table = new TextTable("NODE", "NAME", "STATUS", "ADDRESS", "SCORE", "HOLDS HEAD");
    for (MemberView member : members) {
      table.add(
          member.nodeId().value(),
          EventText.plain(Objects.requireNonNullElse(member.name(), "-")),
          member.status().name().toLowerCase(Locale.ROOT),
          EventText.plain(member.nodeAddress()),
          member.score() == null ? "-" : String.format(Locale.ROOT, "%.4f", member.score().value()),
          member.holdsHead() ? "yes" : "no");
    }
    return table;
  }
}
