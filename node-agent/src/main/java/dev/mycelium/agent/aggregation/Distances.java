package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Stripes;
import dev.mycelium.agent.tensor.TensorValues;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Squared L2 distances between each two of a cohort's updates, over all their sections:
 *
 * <pre>
 *   d_ij = sum over all numbers of (x_i - x_j)^2
 * </pre>
 *
 * <p>Differences, squares and sums of up to 8 squares are float32, the sums of these binary64, so
 * that a distance is right to about 1e-6 of itself; differences are taken before they are squared,
 * hence updates that are close to each other far from zero lose nothing. Where float32 squares
 * would overflow or vanish, binary64 is used throughout: a distance is finite for any finite
 * updates. The order of all sums is fixed. O(k&sup2; P) for k updates of P numbers.
 */
final class Distances {
  private static final int LANES = 1024;
  private static final int MOST_ROWS = 8;
  private static final int CACHED_NUMBERS = 65_536;
  private static final double LEAST_SURE = 1e-28;
  private static final double GREATEST_SURE = 1e37;

  private final double[][] squared;

  private Distances(double[][] squared) {
    this.squared = squared;
  }

  static Distances between(Cohort cohort) {
    List<Contribution> members = cohort.contributions();
    double[][] squared = new double[members.size()][members.size()];
    for (String section : members.get(0).delta().names()) {
      add(cohort.section(section), squared);
    }
    return new Distances(squared);
  }

  double squared(int one, int other) {
    return squared[Math.max(one, other)][Math.min(one, other)];
  }

  /** The {@code count} others that are nearest to a member, nearest first; of equals the first. */
  int[] nearest(int member, int count) {
    return IntStream.range(0, squared.length)
        .filter(other -> other != member)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> squared(member, other)))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void add(List<TensorValues> updates, double[][] squared) {
    int elements = updates.get(0).elements();
    double[][][] parts = new double[Stripes.count(elements)][][];
    Stripes.each(
        elements,
        (begin, end) -> parts[begin / Stripes.LENGTH] = new Stripe(updates).sums(begin, end));
    for (double[][] part : parts) {
      for (int one = 0; one < squared.length; one++) {
        for (int other = 0; other < one; other++) {
          squared[one][other] += part[one][other];
        }
      }
    }
  }

  /** The part of the sums that one stripe has, piece by piece, each as long as the cache allows. */
  private static final class Stripe {
    private final List<TensorValues> updates;
    private final float[][][] pieces;
    private final float[] read;
    private final float[] lanes = new float[LANES];

    Stripe(List<TensorValues> updates) {
      this.updates = updates;
      int fitting = CACHED_NUMBERS / updates.size() / LANES;
      pieces = new float[updates.size()][Math.max(1, Math.min(MOST_ROWS, fitting))][LANES];
      read = new float[pieces[0].length * LANES];
    }

    double[][] sums(int begin, int end) {
      double[][] sums = new double[pieces.length][];
      for (int one = 0; one < sums.length; one++) {
        sums[one] = new double[one];
      }
      int step = read.length;
      for (int from = begin; from < end; from += step) {
        read(from, Math.min(step, end - from));
        for (int one = 1; one < sums.length; one++) {
          for (int other = 0; other < one; other++) {
            sums[one][other] += squared(pieces[one], pieces[other]);
          }
        }
      }
      return sums;
    }

    /** In one piece from where it lies; what lies behind the stripe's end is zero in all rows. */
    private void read(int from, int count) {
      for (int member = 0; member < pieces.length; member++) {
        updates.get(member).read(from, read, 0, count);
        Arrays.fill(read, count, read.length, 0);
        int done = 0;
        for (float[] piece : pieces[member]) {
          System.arraycopy(read, done, piece, 0, LANES);
          done += LANES;
        }
      }
    }

    private double squared(float[][] one, float[][] other) {
      Arrays.fill(lanes, 0);
      for (int piece = 0; piece < one.length; piece++) {
        addSquares(one[piece], other[piece], lanes);
      }
      double sum = sum(lanes);
      return sum >= LEAST_SURE && sum <= GREATEST_SURE ? sum : squaredInDouble(one, other);
    }

    /**
     * On rows of their own, which the compiler vectorises; with an offset it takes twice as long.
     */
    private static void addSquares(float[] one, float[] other, float[] lanes) {
      for (int i = 0; i < LANES; i++) {
        float difference = one[i] - other[i];
        lanes[i] += difference * difference;
      }
    }

    /** In four sums, none of which waits for another. */
    private static double sum(float[] lanes) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      for (int i = 0; i < LANES; i += 4) {
        a += lanes[i];
        b += lanes[i + 1];
        c += lanes[i + 2];
        d += lanes[i + 3];
      }
      return (a + b) + (c + d);
    }

    private static double squaredInDouble(float[][] one, float[][] other) {
      double sum = 0;
      for (int piece = 0; piece < one.length; piece++) {
        for (int i = 0; i < LANES; i++) {
          double difference = (double) one[piece][i] - other[piece][i];
          sum += difference * difference;
        }
      }
      return sum;
    }
  }
}
