package dev.mycelium.agent.cli;

import dev.mycelium.wire.round.RoundEntry;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An attempt at a round as a line for people: what came of it, who was missing and why. */
final class RoundText {
  private RoundText() {}

  static String of(RoundEntry entry) {
    StringBuilder text = new StringBuilder();
    text.append("round %d of epoch %d: %s".formatted(entry.round(), entry.epoch(), outcome(entry)));
    if (entry.counted() != null) {
      text.append(", %d counted".formatted(entry.counted().size()));
    }
    if (entry.duration() != null) {
      text.append(String.format(Locale.ROOT, ", %.1f s", entry.duration().toMillis() / 1000.0));
    }
    if (entry.missing() != null && !entry.missing().isEmpty()) {
      text.append("; not counted: ").append(missing(entry.missing()));
    }
    return text.toString();
  }

  private static String outcome(RoundEntry entry) {
    boolean isPlain = entry.outcome().equals("completed");
    String version = entry.version() == null ? "" : "version " + entry.version();
    return isPlain
        ? version
        : EventText.plain("%s, %s".formatted(entry.outcome().replace('_', ' '), entry.cause()));
  }

  private static String missing(Map<String, String> missing) {
    return missing.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .map(member -> EventText.plain(member.getKey() + " (" + member.getValue() + ")"))
        .collect(Collectors.joining(", "));
  }
}
