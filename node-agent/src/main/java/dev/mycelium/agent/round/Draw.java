package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.SelectionSpec;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws some of a group's members without replacement, one after another.
 *
 * <pre>
 *   random   each with the same chance
 *   fast     ceil(exploration * n) of n with the same chance, the others with chances as w_i:
 *            w_i = 1 if d_i &lt;= T, else (T / d_i)^2;   d_i how long member i took last,
 *            T the lower median of all that are known; w_i = 1 where d_i is not
 * </pre>
 *
 * The chances are the system's half of Oort's utility with its penalty of 2 (Lai et al. 2021, arXiv
 * 2010.06081, equation 1), with the median in the place of a preferred duration. Without the loss's
 * half, and with a share drawn alike, so that slow members still take part.
 */
record Draw(@Nullable SelectionSpec selection, SplittableRandom random) {
  /** So that what is whole but for binary fractions is not rounded to its neighbour. */
  private static final double ROUNDING = 1e-9;

  Draw {
    requireNonNull(random, "random");
  }

  /**
   * @param took how long members took last, those that are known
   * @return {@code wanted} of {@code members}, at most all, in the order of their ids
   */
  List<NodeId> of(List<NodeId> members, int wanted, Map<NodeId, Duration> took) {
    List<NodeId> rest = new ArrayList<>(members);
    List<NodeId> drawn = new ArrayList<>();
    int alike = alike(wanted);
    while (drawn.size() < wanted && !rest.isEmpty()) {
      drawn.add(
          drawn.size() < alike
              ? rest.remove(random.nextInt(rest.size()))
              : rest.remove(weighted(rest, took)));
    }
    return drawn.stream().sorted().toList();
  }

  private int alike(int wanted) {
    return selection instanceof SelectionSpec.Fast fast
        ? (int) Math.ceil(fast.share() * wanted - ROUNDING)
        : wanted;
  }

  private int weighted(List<NodeId> rest, Map<NodeId, Duration> took) {
    double preferred = median(took);
    double[] weights =
        rest.stream().mapToDouble(node -> weight(took.get(node), preferred)).toArray();
    double point = random.nextDouble() * sum(weights);
    int index = 0;
    while (index < weights.length - 1 && point >= weights[index]) {
      point -= weights[index];
      index++;
    }
    return index;
  }

  private static double weight(@Nullable Duration took, double preferred) {
    if (took == null || took.toNanos() <= preferred) {
      return 1;
    }
    double share = preferred / took.toNanos();
    return share * share;
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** In nanoseconds. */
  private static double median(Map<NodeId, Duration> took) {
    long[] all = took.values().stream().mapToLong(Duration::toNanos).sorted().toArray();
    return all.length == 0 ? 0 : all[(all.length - 1) / 2];
  }
}
