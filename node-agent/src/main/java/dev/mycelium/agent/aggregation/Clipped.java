package dev.mycelium.agent.aggregation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.Stripes;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.wire.Expect;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Another rule, on changes of the model that are no longer than a fixed bound (norm thresholding:
 * Sun et al. 2019, arXiv 1911.07963):
 *
 * <pre>
 *   l_i      = sqrt(sum over all numbers of (double) delta_i^2)
 *   delta_i' = delta_i                                             if l_i &lt;= bound
 *   delta_i' = (float) ((bound / l_i) * (double) delta_i)          else
 * </pre>
 *
 * <p>The sum is binary64, number by number within stripes of 65,536 ({@link Stripes}), and then
 * stripe by stripe; it is finite for any finite update. What an update carries beside the model's
 * change stays as it is. O(k P).
 */
public final class Clipped implements Aggregator {
  private final double bound;
  private final Aggregator rule;

  /**
   * @param bound on the L2 norm of an update; &gt; 0
   */
  public Clipped(double bound, Aggregator rule) {
    this.bound = Expect.positive(bound, "norm");
    this.rule = requireNonNull(rule, "rule");
  }

  @Override
  public Map<String, Float> state() {
    return rule.state();
  }

  @Override
  public Set<String> answers() {
    return rule.answers();
  }

  @Override
  public boolean countsSteps() {
    return rule.countsSteps();
  }

  @Override
  public Admission admits(CohortSize size) {
    return rule.admits(size);
  }

  @Override
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    return rule.candidate(
        head, cohort.with(cohort.contributions().stream().map(this::clipped).toList()));
  }

  private Contribution clipped(Contribution contribution) {
    PayloadValues delta = contribution.delta();
    double norm = norm(delta.model());
    if (!(norm > bound)) {
      return contribution;
    }
    Map<String, TensorValues> sections = new TreeMap<>();
    delta.names().forEach(name -> sections.put(name, delta.section(name)));
    sections.put(Payload.MODEL, new Scaled(delta.model(), bound / norm));
    return contribution.with(PayloadValues.of(sections));
  }

  private static double norm(TensorValues change) {
    double[] parts = new double[Stripes.count(change.elements())];
    Stripes.each(
        change.elements(),
        (begin, end) -> {
          double[] numbers = new double[end - begin];
          change.read(begin, numbers, numbers.length);
          double sum = 0;
          for (double number : numbers) {
            sum += number * number;
          }
          parts[begin / Stripes.LENGTH] = sum;
        });
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return Math.sqrt(sum);
  }

  /** Each number times a factor, rounded to float32. */
  private record Scaled(TensorValues change, double factor) implements TensorValues {

    @Override
    public TensorLayout layout() {
      return change.layout();
    }

    @Override
    public int block() {
      return change.block();
    }

    @Override
    public void read(int from, float[] target, int at, int count) {
      change.read(from, target, at, count);
      for (int i = at; i < at + count; i++) {
        target[i] = (float) (factor * target[i]);
      }
    }
  }

  @Override
  public PayloadLayout headLayout(TensorLayout model) {
    return rule.headLayout(model);
  }

  @Override
  public PayloadLayout updateLayout(TensorLayout model) {
    return rule.updateLayout(model);
  }

  @Override
  public PayloadValues begin(TensorValues model) {
    return rule.begin(model);
  }
}
