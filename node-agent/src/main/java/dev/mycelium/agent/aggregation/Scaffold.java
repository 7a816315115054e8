package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.WeightedSum;
import dev.mycelium.wire.group.StrategySpec;
import java.util.HashMap;
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
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    cohort.requireLayout(updateLayout(head.model().layout()));
    double share = (double) cohort.contributions().size() / cohort.members();
    Map<String, TensorValues> next = new HashMap<>(moved(head, cohort, Payload.MODEL, rate));
    next.putAll(moved(head, cohort, StrategySpec.Scaffold.CONTROL, share));
    return Candidate.of(next, cohort);
  }

  /** One section, moved by {@code factor} times the mean of the members' changes of it. */
  private static Map<String, TensorValues> moved(
      PayloadValues head, Cohort cohort, String name, double factor) {
    return NextSection.together(
        head,
        List.of(name),
        cohort,
        () -> {
          double answered = cohort.contributions().size();
          WeightedSum mean = cohort.sum(name, each -> 1 / answered);
          return (from, sections, count) -> add(factor, mean.of(from, count), sections[0], count);
        });
  }

  private static void add(double factor, double[] mean, double[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      numbers[i] = numbers[i] + factor * mean[i];
    }
  }
}
