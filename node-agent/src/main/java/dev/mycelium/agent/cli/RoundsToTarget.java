package dev.mycelium.agent.cli;

import dev.mycelium.agent.simulation.Curve;
import dev.mycelium.agent.simulation.Experiment;
import java.util.ArrayList;
import java.util.List;

/** How many rounds runs of one experiment took to an accuracy, and their median. */
final class RoundsToTarget {
  private final double target;
  private final long most;
  private final List<Long> needed = new ArrayList<>();

  /**
   * @param most rounds of a run
   */
  RoundsToTarget(double target, long most) {
    this.target = target;
    this.most = most;
  }

  /** Counts a run; says how it ended. */
  String add(Curve curve) {
    long rounds = curve.firstAt(target).map(Experiment.Point::version).orElse(Long.MAX_VALUE);
    needed.add(rounds);
    return text(rounds);
  }

  /** Of an even number of runs the lower of the two in the middle. */
  String median() {
    return "median of %d seeds: %s"
        .formatted(
            needed.size(),
            text(needed.stream().sorted().skip((needed.size() - 1) / 2).findFirst().orElseThrow()));
  }

  private String text(long rounds) {
    return rounds == Long.MAX_VALUE
        ? "%s not within %d rounds".formatted(target, most)
        : "%s in round %d".formatted(target, rounds);
  }
}
