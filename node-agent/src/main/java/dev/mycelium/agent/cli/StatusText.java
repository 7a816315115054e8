package dev.mycelium.agent.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An agent's status for people. */
final class StatusText {
  private StatusText() {}

  static List<String> lines(URI url, JsonNode status) {
    List<String> lines = new ArrayList<>();
    JsonNode node = status.path("node");
    lines.add("agent " + url + " is " + text(status, "phase"));
    if (node.isObject()) {
      line(lines, "node", text(node, "node_id") + " " + text(node, "name"));
      line(lines, "group", text(node, "group_id"));
      line(lines, "role", role(node));
      line(
          lines,
          "round",
          "%s, %s completed".formatted(text(node, "round"), text(node, "completed_rounds")));
      line(lines, "head", head(node.path("head")));
      line(lines, "score", score(node.path("score")));
    }
    line(lines, "device", text(status, "device"));
    line(lines, "disk", disk(status.path("disk")));
    for (JsonNode circuit : status.path("circuits")) {
      line(lines, text(circuit, "name"), circuit(circuit));
    }
    return lines;
  }

  private static void line(List<String> lines, String name, String value) {
    lines.add("  %-11s %s".formatted(name, value));
  }

  private static String role(JsonNode node) {
    if (node.path("coordinating").asBoolean()) {
      return "coordinates";
    }
    JsonNode other = node.path("coordinator");
    return other.isObject() ? "member; " + text(other, "address") + " coordinates" : "member";
  }

  private static String head(JsonNode head) {
    return head.isObject()
        ? "version %s, %.8s...".formatted(text(head, "version"), text(head, "sha"))
        : "-";
  }

  private static String score(JsonNode score) {
    return score.isObject()
        ? String.format(
            Locale.ROOT,
            "%.4f on %s examples, of version %s",
            score.path("value").asDouble(),
            text(score, "examples"),
            text(score, "head_version"))
        : "-";
  }

  private static String disk(JsonNode disk) {
    return "%s of at most %s used, %s free"
        .formatted(size(disk.path("used")), size(disk.path("most")), size(disk.path("free")));
  }

  private static String size(JsonNode bytes) {
    double mebibytes = bytes.asDouble() / (1 << 20);
    return mebibytes < 1024
        ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
        : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
  }

  private static String circuit(JsonNode circuit) {
    String last = text(circuit, "last_failure");
    return "circuit %s, %s of the last %s calls failed%s"
        .formatted(
            text(circuit, "state"),
            text(circuit, "failed"),
            text(circuit, "calls"),
            last.equals("-") ? "" : "; last: " + last);
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? "-" : EventText.plain(value.asString());
  }
}
