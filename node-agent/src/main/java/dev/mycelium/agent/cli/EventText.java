package dev.mycelium.agent.cli;

import dev.mycelium.wire.event.NetworkEvent;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An event as a line for people. */
final class EventText {
  private EventText() {}

  static String line(NetworkEvent event) {
    return "%s  %d  %s  %s%s  %s"
        .formatted(
            DateTimeFormatter.ISO_INSTANT.format(event.at()),
            event.id(),
            event.kind(),
            subjects(event),
            figures(event),
            plain(event.reason()));
  }

  private static String subjects(NetworkEvent event) {
    return new TreeMap<>(event.subjects())
        .entrySet().stream()
            .map(subject -> subject.getKey().replaceFirst("_id$", "") + "=" + subject.getValue())
            .collect(Collectors.joining(" "));
  }

  /** The numbers behind an event, each with a blank before it. */
  static String figures(NetworkEvent event) {
    return new TreeMap<>(event.figures())
        .entrySet().stream().map(EventText::figure).collect(Collectors.joining());
  }

  private static String figure(Map.Entry<String, Double> figure) {
    double value = figure.getValue();
    String text =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? String.valueOf((long) value)
            : String.format(Locale.ROOT, "%.4f", value);
    return " " + figure.getKey() + "=" + text;
  }

  /** Others wrote it: nothing in it may steer a terminal. */
  static String plain(String reason) {
    return reason.replaceAll("\\p{Cntrl}", "?");
  }
}
