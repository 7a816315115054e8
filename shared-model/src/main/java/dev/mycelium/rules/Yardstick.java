package dev.mycelium.rules;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;

/**
 * The scores of a group's best head, with which newer heads are compared. Each member votes by its
 * own hold-out:
 *
 * <pre>
 *   x_i(g)  what member i measured of the best head g, on e_i examples
 *   w_i   = min(e_i, m),  m the lower median of all e_i;   W = sum of all w_i
 *   v is worse by more than t     if  sum of w_i over {i: x_i(v) - x_i(g) &lt; -t} &gt; W/2
 *   v is better by more than d    if  sum of w_i over {i: x_i(v) - x_i(g) &gt;  d} &gt; W/2
 *   v is as good                  if  neither can come true any more
 * </pre>
 *
 * The weighted median of the differences, in other words, with nobody's weight above the median's:
 * one of two members or more makes no head worse or better by itself, whatever it claims, and one
 * of three or more can't keep the others from finding it so. A vote that comes later turns no
 * verdict. Members that did not score g have no vote; where they are the most that scored v, the
 * best head is a yardstick no more, and v takes its place.
 *
 * @param version of the best head
 * @param scores of it, by members that are still there
 */
public record Yardstick(long version, Map<NodeId, Score> scores) {

  public Yardstick {
    scores = Map.copyOf(scores);
  }

  /**
   * How far a newer head may differ.
   *
   * @param tolerance t; infinite where no head is ever worse
   * @param minDelta d
   */
  public record Bounds(double tolerance, double minDelta) {}

  /** How a newer head compares with the best one; {@code cause} is one sentence with figures. */
  public sealed interface Comparison {
    record Better(String cause) implements Comparison {}

    record AsGood(String cause) implements Comparison {}

    record Worse(String cause) implements Comparison {}

    /** Too few of those that have a vote scored it. */
    record Open() implements Comparison {}
  }

  /**
   * Compares {@code newer} with the best head.
   *
   * @param newer scores of a later version, by members that are there
   */
  public Comparison compare(Yardstick newer, Bounds bounds) {
    requireNonNull(bounds, "bounds");
    if (2 * scores.size() < newer.scores.size()) {
      return new Comparison.Better(
          "Most members that scored version %d never scored version %d"
              .formatted(newer.version, version));
    }
    List<Vote> votes = votes(newer);
    if (isMost(votes, difference -> difference < -bounds.tolerance())) {
      return new Comparison.Worse(
          figures(newer, votes) + ", tolerance " + text(bounds.tolerance()));
    }
    if (isMost(votes, difference -> difference > bounds.minDelta())) {
      return new Comparison.Better(figures(newer, votes));
    }
    boolean settled =
        isHalf(votes, difference -> difference >= -bounds.tolerance())
            && isHalf(votes, difference -> difference <= bounds.minDelta());
    return settled ? new Comparison.AsGood(figures(newer, votes)) : new Comparison.Open();
  }

  private record Vote(double weight, double before, double after) {}

  private List<Vote> votes(Yardstick newer) {
    long most = cap();
    return scores.entrySet().stream()
        .filter(scored -> newer.scores.containsKey(scored.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(
            scored ->
                new Vote(
                    Math.min(scored.getValue().examples(), most),
                    scored.getValue().value(),
                    requireNonNull(newer.scores.get(scored.getKey())).value()))
        .toList();
  }

  private long cap() {
    long[] examples = scores.values().stream().mapToLong(Score::examples).sorted().toArray();
    return examples.length == 0 ? 0 : examples[(examples.length - 1) / 2];
  }

  private double all() {
    long most = cap();
    return scores.values().stream().mapToDouble(score -> Math.min(score.examples(), most)).sum();
  }

  private boolean isMost(List<Vote> votes, DoublePredicate vote) {
    return 2 * weight(votes, vote) > all();
  }

  private boolean isHalf(List<Vote> votes, DoublePredicate vote) {
    return 2 * weight(votes, vote) >= all();
  }

  private static double weight(List<Vote> votes, DoublePredicate wanted) {
    return votes.stream()
        .filter(vote -> wanted.test(vote.after() - vote.before()))
        .mapToDouble(Vote::weight)
        .sum();
  }

  private String figures(Yardstick newer, List<Vote> votes) {
    return "Version %d scores %s, version %d scored %s with the same %d of %d members"
        .formatted(
            newer.version,
            mean(votes, Vote::after),
            version,
            mean(votes, Vote::before),
            votes.size(),
            scores.size());
  }

  private static String mean(List<Vote> votes, ToDoubleFunction<Vote> value) {
    double weight = votes.stream().mapToDouble(Vote::weight).sum();
    return text(
        votes.stream()
            .mapToDouble(vote -> value.applyAsDouble(vote) * (vote.weight() / weight))
            .sum());
  }

  private static String text(double figure) {
    return String.format(Locale.ROOT, "%.4g", figure);
  }
}
