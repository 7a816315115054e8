package dev.mycelium.agent.round;

import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import org.slf4j.Logger;

/** One line for each round, with the cause when it brought no head or lacked somebody. */
final class RoundLog {
  private RoundLog() {}

  static void write(Logger log, RoundManifest manifest, RoundOutcome outcome) {
    RoundReport report = outcome.report(manifest);
    if (outcome instanceof RoundOutcome.Completed completed) {
      log.info(
          "round completed: round={} epoch={} version={} counted={} sha={}",
          manifest.round(),
          manifest.epoch(),
          completed.head().version(),
          completed.counted().size(),
          completed.head().sha().abbreviated());
    } else {
      log.warn(
          "round without a head: round={} epoch={} outcome={} cause=\"{}\"",
          manifest.round(),
          manifest.epoch(),
          report.outcome(),
          report.cause());
    }
    report
        .missing()
        .forEach(
            (node, cause) ->
                log.warn(
                    "member not counted: round={} node={} cause=\"{}\"",
                    manifest.round(),
                    node,
                    cause));
  }
}
