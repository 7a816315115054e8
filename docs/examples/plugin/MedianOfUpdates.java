package example;

import dev.mycelium.agent.aggregation.Admission;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.AggregatorProvider;
import dev.mycelium.agent.aggregation.Candidate;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.CohortSize;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
  public Candidate candidate(PayloadValues head, Cohort cohort) {
    List<TensorValues> changes =
        cohort.contributions().stream().map(contribution -> contribution.delta().model()).toList();
    return Candidate.of(Map.of(Payload.MODEL, new Moved(head.model(), changes)), cohort);
  }

  /** The model, each number moved by the median of the changes of it when it is read. */
  private record Moved(TensorValues model, List<TensorValues> changes) implements TensorValues {
    private static final int BLOCK = 1024;

    @Override
    public TensorLayout layout() {
      return model.layout();
    }

    @Override
    public void read(int from, float[] target, int at, int count) {
      model.read(from, target, at, count);
      float[][] rows = new float[changes.size()][BLOCK];
      float[] column = new float[rows.length];
      for (int done = 0; done < count; done += BLOCK) {
        int next = Math.min(BLOCK, count - done);
        for (int member = 0; member < rows.length; member++) {
          changes.get(member).read(from + done, rows[member], next);
        }
        for (int i = 0; i < next; i++) {
          for (int member = 0; member < rows.length; member++) {
            column[member] = rows[member][i];
          }
          target[at + done + i] += median(column);
        }
      }
    }
  }

  /** The middle one, or the mean of the two in the middle. */
  private static float median(float[] column) {
    Arrays.sort(column);
    int middle = column.length / 2;
    return column.length % 2 == 1 ? column[middle] : (column[middle - 1] + column[middle]) / 2;
  }
}
