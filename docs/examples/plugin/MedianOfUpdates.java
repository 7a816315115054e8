package example;

import dev.mycelium.agent.aggregation.Admission;
import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.AggregatorProvider;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.CohortSize;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Coordinate-wise median of the members' changes (Yin et al. 2018, arXiv 1803.01498, section 4), so
 * that one member with wild numbers moves the model little. Examples don't weigh.
 *
 * <pre>mycelium node start --plugins median.jar --aggregator median</pre>
 */
public final class MedianOfUpdates implements AggregatorProvider, Aggregator {

  @Override
  public String name() {
    return "median";
  }

  @Override
  public Aggregator aggregator() {
    return this;
  }

  @Override
  public Admission admits(CohortSize size) {
    return size.members() >= 1
        ? new Admission.Admitted()
        : new Admission.Refused("members: 0 (expected: >= 1)");
  }

  @Override
  public Aggregation aggregate(Payload head, Cohort cohort) {
    Tensors model = head.model();
    float[] next = new float[model.elements()];
    model.read(0, next, next.length);
    float[][] changes =
        cohort.contributions().stream()
            .map(contribution -> values(contribution.delta().model()))
            .toArray(float[][]::new);
    float[] column = new float[changes.length];
    for (int i = 0; i < next.length; i++) {
      for (int member = 0; member < changes.length; member++) {
        column[member] = changes[member][i];
      }
      next[i] += median(column);
    }
    Payload candidate = new Payload(Map.of(Payload.MODEL, Tensors.adopt(model.layout(), next)));
    Optional<String> overflown = candidate.firstNonFinite();
    return overflown.isPresent()
        ? new Aggregation.NonFinite(overflown.get())
        : new Aggregation.Aggregated(candidate, cohort.examples(), changes.length);
  }

  /** The middle one, or the mean of the two in the middle. */
  private static float median(float[] column) {
    Arrays.sort(column);
    int middle = column.length / 2;
    return column.length % 2 == 1 ? column[middle] : (column[middle - 1] + column[middle]) / 2;
  }

  private static float[] values(Tensors tensors) {
    float[] values = new float[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }
}
