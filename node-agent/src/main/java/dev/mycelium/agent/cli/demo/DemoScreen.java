package dev.mycelium.agent.cli.demo;

import dev.mycelium.agent.cli.TextTable;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The demo on the terminal: a table that is drawn again in place, or, where the output is no
 * terminal, printed whenever ten seconds have passed.
 */
final class DemoScreen {
  private static final Duration PRINTED_EVERY = Duration.ofSeconds(10);
  private static final int LONGEST_EVENT = 70;

  /** A row that the terminal wraps is two, and the table would be drawn anew too far below. */
  private static final String CUT_AT_THE_EDGE = "\033[?7l";

  private static final String WRAP = "\033[?7h";

  private final PrintWriter out;
  private final boolean live;
  private final Scenario scenario;
  private int drawnLines;
  private Duration printedAt = PRINTED_EVERY.negated();

  DemoScreen(PrintWriter out, boolean live, Scenario scenario) {
    this.out = out;
    this.live = live;
    this.scenario = scenario;
  }

  void draw(Duration elapsed, List<DemoNode> nodes, List<GroupView> groups, List<NodeView> known) {
    if (!live && elapsed.minus(printedAt).compareTo(PRINTED_EVERY) < 0) {
      return;
    }
    printedAt = elapsed;
    List<String> lines = table(nodes, groups, known).lines();
    if (live && drawnLines > 0) {
      out.print("\033[" + drawnLines + "A");
    }
    if (live) {
      out.print(CUT_AT_THE_EDGE);
    }
    line("%s after %d s".formatted(live ? "" : "--", elapsed.toSeconds()).strip());
    lines.forEach(this::line);
    if (live) {
      out.print(WRAP);
    }
    out.flush();
    drawnLines = lines.size() + 1;
  }

  private void line(String text) {
    out.println(live ? text + "\033[K" : text);
  }

  private TextTable table(List<DemoNode> nodes, List<GroupView> groups, List<NodeView> known) {
    TextTable table =
        new TextTable(
            "NODE", "GROUP", "VERSION", "OWN " + scenario.metric(), "GROUP'S", "LAST EVENT");
    for (DemoNode node : nodes) {
      Optional<GroupView> group = groupOf(node, groups, known);
      table.add(
          node.name(),
          group.map(found -> label(found.groupId(), groups)).orElse("-"),
          group.map(GroupView::head).map(head -> String.valueOf(head.version())).orElse("-"),
          node.latest().map(scenario::score).orElse("-"),
          group.map(found -> found.standing().measured()).map(scenario::score).orElse("-"),
          shortened(node.lastEvent()));
    }
    return table;
  }

  private static Optional<GroupView> groupOf(
      DemoNode node, List<GroupView> groups, List<NodeView> known) {
    Optional<NodeId> id = node.id();
    Optional<GroupId> group =
        known.stream()
            .filter(view -> id.isPresent() && view.nodeId().equals(id.get()))
            .findFirst()
            .map(NodeView::currentGroupId);
    return groups.stream().filter(view -> view.groupId().equals(group.orElse(null))).findFirst();
  }

  /** A for the oldest group, B for the next, and so on. */
  static String label(GroupId group, List<GroupView> groups) {
    List<GroupId> byAge =
        groups.stream()
            .sorted(Comparator.comparing(GroupView::createdAt))
            .map(GroupView::groupId)
            .toList();
    int index = byAge.indexOf(group);
    return index < 0 ? "?" : String.valueOf((char) ('A' + index));
  }

  private static String shortened(String event) {
    return event.length() <= LONGEST_EVENT ? event : event.substring(0, LONGEST_EVENT - 3) + "...";
  }
}
