package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One section of the next head, computed where it is read: the one walk over blocks that all rules
 * share. Numbers of the head are widened to double before a rule and rounded to float32 once after
 * it. Blocks are small enough that what is computed on stays in a near cache while the updates
 * stream past ({@link TensorValues#block}).
 */
final class NextSection implements TensorValues {
  private final List<TensorValues> old;
  private final int own;
  private final int block;
  private final Supplier<Rule> rules;

  /** What becomes of a block; has scratch of its own, hence belongs to one thread. */
  interface Rule {

    /**
     * Writes the next numbers over the present ones.
     *
     * @param from position of the first of them
     * @param sections the head's numbers by section, in the order that was asked for
     * @param count how many numbers from the start of each array are meant
     */
    void step(int from, double[][] sections, int count);
  }

  /** What a rule adds to the numbers of a section; belongs to one thread, as {@link Rule}. */
  interface Change {
    void addTo(double[] numbers, int from, int count);
  }

  private NextSection(List<TensorValues> old, int own, int block, Supplier<Rule> rules) {
    this.old = old;
    this.own = own;
    this.block = block;
    this.rules = rules;
  }

  /**
   * Sections of the head that a rule changes together. Each is computed by itself, with all that
   * the rule needs for it: a head of three sections reads the updates three times, and holds none.
   */
  static Map<String, TensorValues> together(
      PayloadValues head, List<String> names, Cohort cohort, Supplier<Rule> rules) {
    List<TensorValues> old = names.stream().map(head::section).toList();
    Map<String, TensorValues> next = new HashMap<>();
    for (int i = 0; i < old.size(); i++) {
      next.put(names.get(i), new NextSection(old, i, block(old.get(i), cohort), rules));
    }
    return next;
  }

  /**
   * The candidate of a rule that treats each section of head and updates by itself, and adds to it.
   *
   * @param change of a section by its name
   * @throws IllegalArgumentException if a contribution's layout is not the head's
   */
  static Candidate added(
      PayloadValues head, Cohort cohort, Function<String, Supplier<Change>> change) {
    cohort.requireLayout(head.layout());
    Map<String, TensorValues> next = new HashMap<>();
    for (String name : head.names()) {
      Supplier<Change> changes = change.apply(name);
      next.putAll(together(head, List.of(name), cohort, () -> adding(changes.get())));
    }
    return Candidate.of(next, cohort);
  }

  private static Rule adding(Change change) {
    return (from, sections, count) -> change.addTo(sections[0], from, count);
  }

  private static int block(TensorValues old, Cohort cohort) {
    return cohort.contributions().stream()
        .mapToInt(contribution -> contribution.delta().model().block())
        .reduce(old.block(), Math::max);
  }

  @Override
  public TensorLayout layout() {
    return old.get(own).layout();
  }

  @Override
  public void read(int from, float[] target, int at, int count) {
    Rule rule = rules.get();
    double[][] numbers = new double[old.size()][Math.min(block, count)];
    for (int done = 0; done < count; done += block) {
      int next = Math.min(block, count - done);
      for (int section = 0; section < numbers.length; section++) {
        old.get(section).read(from + done, numbers[section], next);
      }
      rule.step(from + done, numbers, next);
      round(numbers[own], target, at + done, next);
    }
  }

  private static void round(double[] numbers, float[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = (float) numbers[i];
    }
  }
}
