package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long a round waits where its group's spec does not say, and for whom it does not.
 *
 * <pre>
 *   usual  = median(d) + 10 MAD(d)     of the newest answers' durations d, in [1 min, 1 h];
 *                                      MAD(d) = median |d - median(d)|; 10 min below three answers
 *   a member that was late 3, 4, 5 times in a row and is asked: everybody has 2, 4, 8 times as
 *                                      long, at most 1 h
 *   late 6 times in a row: it is not asked for 20 rounds, if enough others are there; when it is asked
 *                                      again, everybody has 8 times as long
 *   if too few others are there: everybody has twice as long as the last time, at most 7 days
 * </pre>
 *
 * The median and its deviation, because one member that is very late must not move what is usual
 * (breakdown point 1/2: Rousseeuw and Croux 1993).
 *
 * @param timeout for those that are asked
 * @param notAsked members that are left in peace, and why
 */
record Patience(Duration timeout, Map<NodeId, String> notAsked) {
  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofHours(1);
  static final Duration UNTOLD = Duration.ofMinutes(10);
  private static final int DEVIATIONS = 10;
  private static final int FEWEST = 3;
  private static final int LATE_OFTEN = 3;
  private static final int TOO_LATE = 6;
  private static final int ROUNDS_OF_REST = 20;
  private static final int MOST = 8;

  /** As long as a spec may say. */
  private static final Duration ENDLESS = Duration.ofDays(7);

  Patience {
    notAsked = Map.copyOf(notAsked);
  }

  /**
   * @param enough members that must be left to ask; where fewer were, nobody is left in peace
   */
  static Patience of(Arrivals arrivals, Membership trainers, long round, int enough) {
    Patience patience = of(arrivals, trainers, round);
    int left = trainers.members().size() - patience.notAsked().size();
    return left >= enough ? patience : new Patience(longer(arrivals, patience), Map.of());
  }

  /** However much slower the members have become, it is enough in the end. */
  private static Duration longer(Arrivals arrivals, Patience patience) {
    Duration most = longest(usual(arrivals.durations()), MOST);
    Duration twice =
        patience.notAsked().keySet().stream()
            .flatMap(node -> Stream.ofNullable(arrivals.late().get(node)))
            .map(late -> late.waited().multipliedBy(2))
            .max(Comparator.naturalOrder())
            .orElse(most);
    Duration wanted = twice.compareTo(most) < 0 ? most : twice;
    return wanted.compareTo(ENDLESS) > 0 ? ENDLESS : wanted;
  }

  private static Patience of(Arrivals arrivals, Membership trainers, long round) {
    Duration usual = usual(arrivals.durations());
    Map<NodeId, String> notAsked = new TreeMap<>();
    int factor = 1;
    for (NodeId node : trainers.members()) {
      Arrivals.Lateness late = arrivals.late().get(node);
      if (late == null || late.inARow() < LATE_OFTEN) {
        continue;
      }
      if (late.inARow() >= TOO_LATE && round <= late.round() + ROUNDS_OF_REST) {
        notAsked.put(node, sentence(late, usual));
      } else {
        factor = Math.max(factor, 2 << Math.min(late.inARow() - LATE_OFTEN, 2));
      }
    }
    return new Patience(longest(usual, factor), notAsked);
  }

  private static Duration longest(Duration usual, int factor) {
    Duration wanted = usual.multipliedBy(factor);
    return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
  }

  private static String sentence(Arrivals.Lateness late, Duration usual) {
    return "not asked: late %d times in a row, the last time after %d s (usual here: %d s); asked again in round %d"
        .formatted(
            late.inARow(),
            late.waited().toSeconds(),
            usual.toSeconds(),
            late.round() + ROUNDS_OF_REST + 1);
  }

  private static Duration usual(List<Duration> durations) {
    if (durations.size() < FEWEST) {
      return UNTOLD;
    }
    Duration median = median(durations);
    Duration deviation =
        median(durations.stream().map(duration -> duration.minus(median).abs()).toList());
    Duration wanted = median.plus(deviation.multipliedBy(DEVIATIONS));
    return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : longest(wanted, 1);
  }

  /** The upper one of the two in the middle, where there are two. */
  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().skip(durations.size() / 2).findFirst().orElseThrow();
  }
}
