package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.node.ByNode;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator tells the registry how a round went, so that others can read it after the
 * coordinator is gone.
 *
 * @param nodeId the coordinator that ran the round
 * @param duration from the call to train to the end, at most a year
 */
public record RoundAccount(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("duration") @Nullable Duration duration,
    @JsonProperty("report") RoundReport report)
    implements ByNode {

  /** Far beyond any round; a number of milliseconds holds it. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** The ids of 1800 members; lists of rounds carry them all. */
  private static final int MOST_CHARACTERS = 64 * 1024;

  /** As many members as {@link #MOST_CHARACTERS} name. */
  public static final int MOST_AT_WORK = 1800;

  public RoundAccount {
    nodeId = Expect.present(nodeId, "node_id", "the coordinator's id");
    if (duration != null && (duration.isNegative() || duration.compareTo(LONGEST) > 0)) {
      throw InvalidFieldException.of("duration", duration, "PT0S to " + LONGEST);
    }
    report = Expect.present(report, "report", "how the round ended");
    Expect.roundFrom(report.round(), 1);
    Expect.atLeast(report.epoch(), "epoch", 1);
    Expect.inRange(length(report), "report: characters in counted and missing", 0, MOST_CHARACTERS);
    if (report.work() != null) {
      Expect.inRange(report.work().size(), "report.work: members", 0, MOST_AT_WORK);
    }
  }

  private static int length(RoundReport report) {
    int counted = report.counted().stream().mapToInt(node -> node.value().length()).sum();
    int missing =
        report.missing().entrySet().stream()
            .mapToInt(member -> member.getKey().length() + member.getValue().length())
            .sum();
    return counted + missing;
  }
}
