package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorValues;
import java.util.List;

/**
 * Adds the mean of what is left of the members' changes of a number when they are sorted and as
 * many are trimmed at either side. Sorts in rows that for all members together take 32 KiB, as far
 * as there are not too many members for that; reads in longer ones where the changes lie in files.
 */
final class SortedColumns implements NextSection.Change {
  private static final int CACHED_NUMBERS = 8192;
  private static final int HELD_NUMBERS = 1 << 19;
  private static final int SHORTEST = 64;

  private final List<TensorValues> changes;
  private final int trim;
  private final SortingNetwork network;
  private final int sorted;
  private final float[][] rows;

  private SortedColumns(List<TensorValues> changes, int trim, SortingNetwork network) {
    this.changes = changes;
    this.trim = trim;
    this.network = network;
    this.sorted = length(CACHED_NUMBERS, Integer.MAX_VALUE);
    int read = length(HELD_NUMBERS, changes.get(0).block());
    rows = new float[changes.size()][Math.max(sorted, read)];
  }

  /** The head of a cohort with more than {@code 2 * trim} members. */
  static Candidate next(PayloadValues head, Cohort cohort, int trim) {
    int members = cohort.contributions().size();
    SortingNetwork network = new SortingNetwork(members, trim, members - trim);
    return NextSection.added(
        head, cohort, name -> () -> new SortedColumns(cohort.section(name), trim, network));
  }

  private int length(int numbers, int most) {
    return Math.min(most, Math.max(SHORTEST, Integer.highestOneBit(numbers / changes.size())));
  }

  @Override
  public void addTo(double[] sums, int from, int count) {
    int length = rows[0].length;
    for (int done = 0; done < count; done += length) {
      int part = Math.min(length, count - done);
      for (int member = 0; member < rows.length; member++) {
        changes.get(member).read(from + done, rows[member], 0, part);
      }
      for (int begin = 0; begin < part; begin += sorted) {
        int end = Math.min(part, begin + sorted);
        network.sort(rows, begin, end);
        addMeans(sums, done, begin, end);
      }
    }
  }

  private void addMeans(double[] sums, int at, int begin, int end) {
    int left = rows.length - 2 * trim;
    double share = 1.0 / left;
    for (int row = trim; row < rows.length - trim; row++) {
      float[] values = rows[row];
      for (int i = begin; i < end; i++) {
        sums[at + i] += share * values[i];
      }
    }
  }
}
