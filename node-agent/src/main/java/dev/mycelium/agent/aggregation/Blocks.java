package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Walks through the sections of a head, all with the model's tensors, in blocks of {@value #SIZE}
 * numbers, so that what is computed on stays in the first-level cache while the updates stream
 * past. Numbers are widened to double before a rule and rounded to float32 once after it.
 */
final class Blocks {
  static final int SIZE = 2048;

  private Blocks() {}

  /** What a rule makes of each number. */
  interface Rule {

    /**
     * Writes the next numbers over the present ones.
     *
     * @param sections the head's numbers by section, in the order that was asked for
     * @param changes the sum of the updates at the same places, by update section
     * @param count how many numbers from the start of each array are meant
     */
    void step(double[][] sections, double[][] changes, int count);
  }

  /** The head that {@code rule} makes of these sections of {@code head}. */
  static Payload next(Payload head, List<String> sections, List<UpdateTotal> changes, Rule rule) {
    TensorLayout layout = head.model().layout();
    float[][] next = new float[sections.size()][layout.elements()];
    double[][] numbers = new double[sections.size()][SIZE];
    double[][] sums = new double[changes.size()][SIZE];
    for (int from = 0; from < layout.elements(); from += SIZE) {
      int count = Math.min(SIZE, layout.elements() - from);
      for (int s = 0; s < numbers.length; s++) {
        head.section(sections.get(s)).read(from, numbers[s], count);
      }
      for (int c = 0; c < sums.length; c++) {
        Arrays.fill(sums[c], 0);
        changes.get(c).addTo(sums[c], from, count);
      }
      rule.step(numbers, sums, count);
      for (int s = 0; s < numbers.length; s++) {
        round(numbers[s], next[s], from, count);
      }
    }
    return payload(sections, layout, next);
  }

  private static void round(double[] numbers, float[] next, int from, int count) {
    for (int i = 0; i < count; i++) {
      next[from + i] = (float) numbers[i];
    }
  }

  private static Payload payload(List<String> names, TensorLayout layout, float[][] values) {
    Map<String, Tensors> sections = new TreeMap<>();
    for (int s = 0; s < values.length; s++) {
      sections.put(names.get(s), Tensors.adopt(layout, values[s]));
    }
    return new Payload(sections);
  }
}
