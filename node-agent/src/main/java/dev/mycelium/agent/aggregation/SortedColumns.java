package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;

/**
 * Adds the mean of what is left of the members' changes of a number when they are sorted and as
 * many are trimmed at either side. Rows of all members together take 32 KiB, as far as there are
 * not too many members for that.
 */
final class SortedColumns implements NextHead.Rule {
  private static final int CACHED_NUMBERS = 8192;
  private static final int SHORTEST = 64;

  private final Tensors[] changes;
  private final int trim;
  private final SortingNetwork network;
  private final float[][] rows;

  private SortedColumns(Tensors[] changes, int trim, SortingNetwork network) {
    this.changes = changes;
    this.trim = trim;
    this.network = network;
    rows = new float[changes.length][length(changes.length)];
  }

  /** The head of a cohort with more than {@code 2 * trim} members. */
  static Aggregation next(Payload head, Cohort cohort, int trim) {
    int members = cohort.contributions().size();
    SortingNetwork network = new SortingNetwork(members, trim, members - trim);
    return NextHead.of(head, cohort, changes -> new SortedColumns(changes, trim, network));
  }

  private static int length(int members) {
    return Math.min(
        NextHead.BLOCK, Math.max(SHORTEST, Integer.highestOneBit(CACHED_NUMBERS / members)));
  }

  @Override
  public void add(int from, double[] sums, int count) {
    int length = rows[0].length;
    for (int done = 0; done < count; done += length) {
      int part = Math.min(length, count - done);
      for (int member = 0; member < rows.length; member++) {
        changes[member].read(from + done, rows[member], part);
      }
      network.sort(rows, part);
      addMeans(sums, done, part);
    }
  }

  private void addMeans(double[] sums, int at, int count) {
    int left = rows.length - 2 * trim;
    double share = 1.0 / left;
    for (int row = trim; row < rows.length - trim; row++) {
      float[] values = rows[row];
      for (int i = 0; i < count; i++) {
        sums[at + i] += share * values[i];
      }
    }
  }
}
