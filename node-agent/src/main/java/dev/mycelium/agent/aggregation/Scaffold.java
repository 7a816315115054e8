package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.StrategySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SCAFFOLD, the coordinator's half (Karimireddy et al. 2020, arXiv 1910.06378, algorithm 1, lines
 * 16 and 17): the mean change of the members that answered, and the group's control variate, which
 * follows those of the members.
 *
 * <pre>
 *   w'  = w + rate * sum_i (1 / (double) S) * (double) delta_i
 *   c'  = c + (S / (double) N) * sum_i (1 / (double) S) * (double) delta_c_i       c = 0 at first
 * </pre>
 *
 * for each number by itself, i in the order of the node ids, S members that answered of N that have
 * data ({@link Cohort#members}), in IEEE 754 binary64, each operation rounded once; w' and c' are
 * rounded to float32 at the end. As in the paper each member counts alike, whatever its number of
 * examples. The head keeps c as the section {@value StrategySpec.Scaffold#CONTROL}, an update
 * brings delta_c_i under the same name. A number that leaves float32 refuses the round.
 *
 * <p>While nobody joins or leaves, c is the mean of the N members' c_i, up to rounding: each starts
 * at zero, and each change of a c_i reaches c as 1/N of it. One who joins brings c_i = 0 and makes
 * N larger: c is then the mean of all times (N + 1) / N, and later changes weigh 1 / (N + 1). One
 * who leaves takes its c_i along: c keeps 1/N of it for good.
 */
public final class Scaffold implements Aggregator {
  private final double rate;

  public Scaffold(StrategySpec.Scaffold spec) {
    this.rate = spec.serverLearningRate();
  }

  @Override
  public Map<String, Float> state() {
    return Map.of(StrategySpec.Scaffold.CONTROL, 0f);
  }

  @Override
  public Set<String> answers() {
    return Set.of(StrategySpec.Scaffold.CONTROL);
  }

  @Override
  public boolean countsSteps() {
    return true;
  }

  @Override
  public Admission admits(CohortSize size) {
    return size.admittedFrom(1);
  }

  @Override
  public Aggregation aggregate(Payload head, Cohort cohort) {
    cohort.requireLayout(updateLayout(head.model().layout()));
    List<String> sections = List.of(Payload.MODEL, StrategySpec.Scaffold.CONTROL);
    double answered = cohort.contributions().size();
    double share = answered / cohort.members();
    Payload candidate =
        Blocks.next(
            head,
            sections,
            sections.stream().map(name -> UpdateTotal.of(cohort, name, i -> 1 / answered)).toList(),
            (numbers, means, count) -> {
              add(rate, means[0], numbers[0], count);
              add(share, means[1], numbers[1], count);
            });
    return Aggregation.of(candidate, cohort);
  }

  private static void add(double factor, double[] mean, double[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      numbers[i] = numbers[i] + factor * mean[i];
    }
  }
}
