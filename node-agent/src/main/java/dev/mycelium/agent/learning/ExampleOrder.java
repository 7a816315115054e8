package dev.mycelium.agent.learning;

import java.util.SplittableRandom;

/**
 * The order in which an epoch visits the examples: a permutation that follows from the plan's seed,
 * the round, the participant and the epoch, the same on every machine.
 */
public final class ExampleOrder {
  private final int[] indices;

  private ExampleOrder(int[] indices) {
    this.indices = indices;
  }

  /** The examples as they lie. */
  public static ExampleOrder unshuffled(int examples) {
    int[] indices = new int[examples];
    for (int i = 0; i < examples; i++) {
      indices[i] = i;
    }
    return new ExampleOrder(indices);
  }

  /**
   * @param epoch from 0
   */
  public static ExampleOrder shuffled(int examples, Assignment work, int epoch) {
    ExampleOrder order = unshuffled(examples);
    order.shuffle(Seed.of(work.plan().seed(), work.round(), work.participant(), epoch));
    return order;
  }

  public int size() {
    return indices.length;
  }

  /** Index of the example that is visited at {@code position}. */
  public int at(int position) {
    return indices[position];
  }

  /** Fisher-Yates; an index is the upper half of 31 bits times the bound (bias below n / 2^31). */
  private void shuffle(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int last = indices.length - 1; last > 0; last--) {
      int other = (int) (((random.nextLong() >>> 33) * (last + 1L)) >>> 31);
      int moved = indices[last];
      indices[last] = indices[other];
      indices[other] = moved;
    }
  }
}
