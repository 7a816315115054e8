package dev.mycelium.agent.cli;

import dev.mycelium.wire.node.NodeView;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mycelium nodes}. */
@Command(
    name = "nodes",
    description = "List the nodes, newest heartbeat first.",
    mixinStandardHelpOptions = true)
final class NodesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ListingOptions options = new ListingOptions();

  @SuppressWarnings("NullAway.Init")
  NodesCommand() {}

  @Override
  public Integer call() {
    List<NodeView> nodes = options.directory().nodes();
    TextTable table =
        new TextTable("NODE", "NAME", "STATUS", "ADDRESS", "SCORE", "GROUP", "LAST HEARTBEAT");
    for (NodeView node : nodes) {
      table.add(
          node.nodeId().value(),
          Objects.requireNonNullElse(node.name(), "-"),
          node.status().name().toLowerCase(Locale.ROOT),
          node.nodeAddress(),
          String.format(Locale.ROOT, "%.4f", node.localPerformance()),
          node.currentGroupId() == null ? "-" : node.currentGroupId().value(),
          DateTimeFormatter.ISO_INSTANT.format(node.lastHeartbeat()));
    }
    options.print(spec.commandLine().getOut(), nodes, table, "no nodes yet: `mycelium node start`");
    return ExitCode.OK.number();
  }
}
