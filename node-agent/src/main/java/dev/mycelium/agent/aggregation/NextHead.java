package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The candidate head of a rule that makes each number from the head's and the members' numbers at
 * the same place, in every section:
 *
 * <pre>
 *   s     = (double) head
 *   s     = what the rule adds onto s
 *   head' = (float) s
 * </pre>
 *
 * <p>Blocks of 2,048 numbers, so that their 16 KiB of sums stay in the first-level cache while the
 * updates stream past; stripes of blocks side by side ({@link Stripes}).
 */
final class NextHead {
  static final int BLOCK = 2048;

  /** What becomes of a block; has scratch of its own, hence belongs to one thread. */
  interface Rule {
    /** Adds onto {@code sums} the change of {@code count <= BLOCK} numbers from {@code from}. */
    void add(int from, double[] sums, int count);
  }

  private NextHead() {}

  /**
   * @param rule for the members' changes in one section, in the order of the node ids
   * @throws IllegalArgumentException if a contribution's layout is not the head's
   */
  static Aggregation of(Payload head, Cohort cohort, Function<Tensors[], Rule> rule) {
    cohort.requireLayout(head.layout());
    AtomicBoolean finite = new AtomicBoolean(true);
    Map<String, Tensors> sections = new TreeMap<>();
    head.sections()
        .forEach(
            (name, old) -> {
              Tensors[] changes = changes(cohort, name);
              float[] next = new float[old.elements()];
              Stripes.each(
                  next.length,
                  (begin, end) -> {
                    if (!stripe(old, rule.apply(changes), next, begin, end)) {
                      finite.set(false);
                    }
                  });
              sections.put(name, Tensors.adopt(old.layout(), next));
            });
    return checked(new Payload(sections), cohort, finite.get());
  }

  private static Aggregation checked(Payload candidate, Cohort cohort, boolean finite) {
    Optional<String> overflown = finite ? Optional.empty() : candidate.firstNonFinite();
    return overflown.isPresent()
        ? new Aggregation.NonFinite(overflown.get())
        : new Aggregation.Aggregated(candidate, cohort.examples(), cohort.contributions().size());
  }

  /** Whether all numbers of the stripe are finite. */
  private static boolean stripe(Tensors old, Rule rule, float[] next, int begin, int end) {
    double[] sums = new double[BLOCK];
    boolean finite = true;
    for (int from = begin; from < end; from += BLOCK) {
      int count = Math.min(BLOCK, end - from);
      old.read(from, sums, count);
      rule.add(from, sums, count);
      for (int i = 0; i < count; i++) {
        float rounded = (float) sums[i];
        next[from + i] = rounded;
        finite &= Float.isFinite(rounded);
      }
    }
    return finite;
  }

  private static Tensors[] changes(Cohort cohort, String section) {
    return cohort.contributions().stream()
        .map(contribution -> contribution.delta().section(section))
        .toArray(Tensors[]::new);
  }
}
