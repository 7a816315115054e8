package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.EventLog;
import dev.mycelium.agent.directory.EventQuery;
import dev.mycelium.wire.event.NetworkEvent;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeView;
import java.io.PrintWriter;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mycelium why NODE}. */
@Command(
    name = "why",
    description = {
      "Why a node is where it is: each move, its reason, its figures.",
      "Changes of its role too. Looks after which it stayed are not recorded."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Examples:", "  mycelium why alice", "  mycelium why 0b1f --all --json"})
final class WhyCommand implements Callable<Integer> {
  private static final Set<String> WORK = Set.of("head_committed", "round_failed");

  @Spec private CommandSpec spec;
  @Mixin private ListingOptions options = new ListingOptions();

  @Parameters(paramLabel = "NODE", description = "Its id, the beginning of its id, or its name.")
  private String wanted;

  @Option(names = "--all", description = "The heads and rounds it had a part in, too.")
  private boolean all;

  @SuppressWarnings("NullAway.Init")
  WhyCommand() {}

  @Override
  public Integer call() {
    NodeView node = node(options.directory().nodes());
    List<NetworkEvent> story =
        new EventLog(options.registry.access())
            .all(new EventQuery(null, null, new NodeId(node.nodeId().value()))).stream()
                .filter(event -> all || !WORK.contains(event.kind()))
                .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (options.json) {
      ListingOptions.printJson(out, story);
      return ExitCode.OK.number();
    }
    out.println(now(node));
    story.forEach(event -> out.println(line(event)));
    out.flush();
    return ExitCode.OK.number();
  }

  private NodeView node(List<NodeView> nodes) {
    List<NodeView> found =
        nodes.stream().filter(node -> node.nodeId().value().equals(wanted)).toList();
    if (found.isEmpty()) {
      found =
          nodes.stream()
              .filter(
                  node -> wanted.equals(node.name()) || node.nodeId().value().startsWith(wanted))
              .toList();
    }
    if (found.size() != 1) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "NODE: %s means %d nodes (expected: one that `mycelium nodes` lists)"
              .formatted(EventText.plain(wanted), found.size()));
    }
    return found.get(0);
  }

  private static String now(NodeView node) {
    return "%s %s is %s, %s, score %s"
        .formatted(
            node.nodeId().value(),
            node.name() == null ? "" : "(" + EventText.plain(node.name()) + ")",
            node.status().name().toLowerCase(Locale.ROOT),
            node.currentGroupId() == null
                ? "in no group"
                : "in group " + node.currentGroupId().value(),
            String.format(Locale.ROOT, "%.4f", node.localPerformance()));
  }

  private static String line(NetworkEvent event) {
    String group = event.subjects().get("group_id");
    return "%s  %s%s: %s%s"
        .formatted(
            DateTimeFormatter.ISO_INSTANT.format(event.at()),
            event.kind().replace('_', ' '),
            group == null ? "" : " " + group,
            EventText.plain(event.reason()),
            EventText.figures(event));
  }
}
