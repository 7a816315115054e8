package dev.mycelium.wire.round;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rounds as a table in text, RFC 4180: one row for each round and each member that is known to have
 * been part of it, or one without a member. Seconds are to a millisecond; what nobody measured is
 * empty. Text that a spreadsheet would compute begins with an apostrophe.
 */
public final class RoundCsv {
  /** The first line. */
  public static final String HEAD =
      "round,epoch,outcome,node_id,counted,seconds,train_seconds,bytes_up,bytes_down,"
          + "collect_seconds,aggregate_seconds,hold_seconds,commit_seconds\r\n";

  private RoundCsv() {}

  /** The lines of one round, each with its end. */
  public static String of(RoundEntry entry) {
    NavigableSet<String> nodes = nodes(entry);
    return nodes.isEmpty()
        ? line(entry, "", "")
        : nodes.stream()
            .map(node -> line(entry, node, counted(entry, node)))
            .collect(Collectors.joining());
  }

  private static NavigableSet<String> nodes(RoundEntry entry) {
    NavigableSet<String> nodes = new TreeSet<>();
    if (entry.counted() != null) {
      entry.counted().forEach(node -> nodes.add(node.value()));
    }
    Stream.of(keys(entry.missing()), keys(entry.work())).forEach(nodes::addAll);
    return nodes;
  }

  private static List<String> keys(@Nullable Map<String, ?> map) {
    return map == null ? List.of() : List.copyOf(map.keySet());
  }

  private static String counted(RoundEntry entry, String node) {
    return entry.counted() == null
        ? ""
        : String.valueOf(entry.counted().stream().anyMatch(one -> one.value().equals(node)));
  }

  private static String line(RoundEntry entry, String node, String counted) {
    RoundPhases phases = entry.phases() == null ? RoundPhases.UNKNOWN : entry.phases();
    MemberWork work =
        entry.work() == null
            ? MemberWork.UNKNOWN
            : entry.work().getOrDefault(node, MemberWork.UNKNOWN);
    return Stream.of(
            String.valueOf(entry.round()),
            String.valueOf(entry.epoch()),
            text(entry.outcome()),
            text(node),
            counted,
            number(work.seconds()),
            number(work.trainSeconds()),
            number(work.bytesUp()),
            number(work.bytesDown()),
            number(phases.collectSeconds()),
            number(phases.aggregateSeconds()),
            number(phases.holdSeconds()),
            number(phases.commitSeconds()))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String number(@Nullable Double value) {
    return value == null
        ? ""
        : BigDecimal.valueOf(value)
            .setScale(3, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }

  private static String number(@Nullable Long value) {
    return value == null ? "" : value.toString();
  }

  private static String text(String value) {
    boolean computes = !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0;
    String safe = computes ? "'" + value : value;
    boolean plain = safe.chars().noneMatch(each -> "\",\r\n".indexOf(each) >= 0);
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
