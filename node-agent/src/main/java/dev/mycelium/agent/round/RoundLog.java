package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.UpdateBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One line for each round, with the cause when it brought no head or lacked somebody. */
final class RoundLog {
  private RoundLog() {}

  static void write(Logger log, RoundManifest manifest, RoundReport report) {
    Head head = report.head();
    if (head == null) {
      log.warn(
          "round without a head: round={} epoch={} outcome={} cause=\"{}\"",
          report.round(),
          report.epoch(),
          report.outcome(),
          report.cause());
    } else {
      log.info(
          "round {}: round={} epoch={} version={} counted={} sha={}{}",
          report.outcome(),
          report.round(),
          report.epoch(),
          head.version(),
          report.counted().size(),
          head.sha().abbreviated(),
          bytes(report.updateBytes()));
    }
    manifest.asked().stream()
        .map(NodeId::value)
        .filter(report.missing()::containsKey)
        .forEach(node -> missing(log, report.round(), node, report.missing().get(node)));
  }

  private static void missing(Logger log, long round, String node, @Nullable String cause) {
    log.warn("member not counted: round={} node={} cause=\"{}\"", round, node, cause);
  }

  private static String bytes(@Nullable UpdateBytes bytes) {
    return bytes == null
        ? ""
        : " update_bytes=%d of %d".formatted(bytes.received(), bytes.uncompressed());
  }
}
