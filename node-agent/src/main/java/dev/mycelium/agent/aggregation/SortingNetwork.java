package dev.mycelium.agent.aggregation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sorts the columns of some rows, all in the same steps: in each, of two rows the one becomes the
 * smaller and the other the greater of the two, number by number. No step depends on a value, so
 * that the compiler can work on many columns at once.
 *
 * <p>Batcher's merge exchange (Knuth, The Art of Computer Programming, volume 3, section 5.2.2,
 * algorithm M): O(k log&sup2; k) steps for k rows. Of these only the ones are kept that the rows
 * which are asked for depend on.
 */
final class SortingNetwork {
  private final int[] smaller;
  private final int[] greater;

  /**
   * @param rows how many
   * @param from first sorted row that is asked for
   * @param to behind the last sorted row that is asked for
   */
  SortingNetwork(int rows, int from, int to) {
    List<int[]> needed = needed(steps(rows), rows, from, to);
    smaller = needed.stream().mapToInt(step -> step[0]).toArray();
    greater = needed.stream().mapToInt(step -> step[1]).toArray();
  }

  /**
   * Sorts the columns {@code begin} to {@code end - 1}: afterwards the rows that were asked for are
   * those of the sorted columns; others are any.
   */
  void sort(float[][] rows, int begin, int end) {
    for (int step = 0; step < smaller.length; step++) {
      exchange(rows[smaller[step]], rows[greater[step]], begin, end);
    }
  }

  private static void exchange(float[] low, float[] high, int begin, int end) {
    for (int i = begin; i < end; i++) {
      float a = low[i];
      float b = high[i];
      low[i] = Math.min(a, b);
      high[i] = Math.max(a, b);
    }
  }

  private static List<int[]> steps(int rows) {
    List<int[]> steps = new ArrayList<>();
    int top = Integer.highestOneBit(Math.max(1, rows - 1));
    for (int p = top; p > 0; p >>= 1) {
      int q = top;
      int r = 0;
      int d = p;
      while (true) {
        for (int i = 0; i < rows - d; i++) {
          if ((i & p) == r) {
            steps.add(new int[] {i, i + d});
          }
        }
        if (q == p) {
          break;
        }
        d = q - p;
        q >>= 1;
        r = p;
      }
    }
    return steps;
  }

  private static List<int[]> needed(List<int[]> steps, int rows, int from, int to) {
    boolean[] asked = new boolean[rows];
    for (int row = from; row < to; row++) {
      asked[row] = true;
    }
    List<int[]> needed = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      int[] step = steps.get(i);
      if (asked[step[0]] || asked[step[1]]) {
        asked[step[0]] = true;
        asked[step[1]] = true;
        needed.add(step);
      }
    }
    Collections.reverse(needed);
    return needed;
  }
}
