package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A network's first parameters ({@link Network#initial}), drawn from any position on: number n of a
 * {@link SplittableRandom} is the first of one whose seed is n golden gammas further.
 */
final class DrawnValues implements TensorValues {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int FLOAT_BITS = 24;

  private final TensorLayout layout;
  private final double[] bounds;
  private final long seed;

  private DrawnValues(TensorLayout layout, double[] bounds, long seed) {
    this.layout = layout;
    this.bounds = bounds;
    this.seed = seed;
  }

  static DrawnValues of(Network network, long seed) {
    double[] bounds =
        network.layers().stream()
            .flatMap(layer -> Stream.generate(layer::fanIn).limit(layer.tensors().size()))
            .mapToDouble(fanIn -> 1 / Math.sqrt(fanIn))
            .toArray();
    return new DrawnValues(network.layout(), bounds, seed);
  }

  @Override
  public TensorLayout layout() {
    return layout;
  }

  @Override
  public void read(int from, float[] target, int at, int count) {
    for (int tensor = 0; tensor < bounds.length; tensor++) {
      TensorSpec spec = layout.specs().get(tensor);
      int begin = layout.offset(spec.name());
      int first = Math.max(from, begin);
      int end = Math.min(from + count, begin + spec.elements());
      SplittableRandom random =
          new SplittableRandom(Seed.of(seed, tensor) + (first - begin) * GOLDEN_GAMMA);
      for (int i = first; i < end; i++) {
        target[at + i - from] = (float) (bounds[tensor] * signedUnit(random));
      }
    }
  }

  /** A multiple of 2^-23 in [-1, 1). */
  private static double signedUnit(SplittableRandom random) {
    long bits = random.nextLong() >>> (Long.SIZE - FLOAT_BITS);
    return bits * 0x1p-23 - 1;
  }
}
