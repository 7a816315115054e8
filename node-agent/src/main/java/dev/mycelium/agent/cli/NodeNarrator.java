package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.migration.MigrationDecision;
import dev.mycelium.agent.node.NodeListener;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells a node's life on the terminal. */
final class NodeNarrator implements NodeListener {
  private final Terminal terminal;

  NodeNarrator(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void registered(NodeId node) {
    terminal.tell("registered", "registered as " + node, Map.of("node_id", node.value()));
  }

  @Override
  public void joined(GroupView group, String how) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("group_id", group.groupId().value());
    figures.put("how", how);
    terminal.tell(
        "joined",
        "joined group %s of %s (%s)".formatted(brief(group), group.datasetName(), how),
        figures);
  }

  private static String brief(GroupView group) {
    String id = group.groupId().value();
    return id.length() > 8 ? id.substring(0, 8) : id;
  }

  @Override
  public void coordinating(long epoch) {
    terminal.tell(
        "coordinating", "coordinates the group (epoch " + epoch + ")", Map.of("epoch", epoch));
  }

  @Override
  public void submitted(RoundManifest manifest, LocalUpdate update) {
    terminal.tell(
        "trained",
        text(
            "round %d: trained on %,d examples, loss %.4f",
            manifest.round(), update.examples(), update.trainLoss()),
        Map.of(
            "round", manifest.round(),
            "examples", update.examples(),
            "steps", update.steps(),
            "train_loss", update.trainLoss()));
  }

  @Override
  public void failed(RoundManifest manifest, String cause) {
    terminal.tell(
        "not_counted",
        "round %d: not counted: %s".formatted(manifest.round(), cause),
        Map.of("round", manifest.round(), "cause", cause));
  }

  @Override
  public void ended(RoundManifest manifest, RoundOutcome outcome) {
    RoundReport report = outcome.report(manifest);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("round", manifest.round());
    figures.put("epoch", manifest.epoch());
    figures.put("outcome", report.outcome());
    figures.put("counted", report.counted().size());
    figures.put("missing", report.missing());
    Head head = report.head();
    if (head != null) {
      figures.put("version", head.version());
      figures.put("sha", head.sha().hex());
    }
    terminal.tell(
        "round",
        "round %d: %s (%s)".formatted(manifest.round(), brief(report), report.cause()),
        figures);
  }

  private static String brief(RoundReport report) {
    Head head = report.head();
    if (head == null) {
      return report.outcome().replace('_', ' ');
    }
    String version =
        report.outcome().equals("completed") ? "version" : report.outcome() + " version";
    return "%s %d of %d updates".formatted(version, head.version(), report.counted().size());
  }

  @Override
  public void scored(Head head, Evaluation evaluation) {
    terminal.tell(
        "scored",
        text(
            "version %d scores %.4f on %,d held-out examples (loss %.4f)",
            head.version(), evaluation.metric(), evaluation.examples(), evaluation.loss()),
        Map.of(
            "version", head.version(),
            "metric", evaluation.metric(),
            "loss", evaluation.loss(),
            "examples", evaluation.examples()));
  }

  @Override
  public void decided(MigrationDecision decision) {
    if (decision instanceof MigrationDecision.Move move) {
      Map<String, Object> figures = new LinkedHashMap<>(move.figures());
      figures.put("to", move.to().value());
      figures.put("reason", move.reason());
      terminal.tell("moving", "moves to another group: " + move.reason(), figures);
    }
  }

  @Override
  public void left(String reason) {
    terminal.tell("left", "left the network: " + reason, Map.of("reason", reason));
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
