package dev.mycelium.agent.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random but repeatable tensors for tests. */
public final class SomeTensors {
  private SomeTensors() {}

  public static RandomGenerator seeded(long seed) {
    return new SplittableRandom(seed);
  }

  /** One to five tensors of zero to three dimensions. */
  public static TensorLayout aLayout(RandomGenerator random) {
    List<TensorSpec> specs = new ArrayList<>();
    int count = random.nextInt(1, 6);
    for (int i = 0; i < count; i++) {
      List<Integer> shape = new ArrayList<>();
      for (int rank = random.nextInt(4); rank > 0; rank--) {
        shape.add(random.nextInt(1, 30));
      }
      specs.add(new TensorSpec("dense" + i + ".weight", shape));
    }
    return TensorLayout.of(specs);
  }

  /** Normally distributed values, times {@code scale}. */
  public static Tensors aTensors(TensorLayout layout, double scale, RandomGenerator random) {
    float[] values = new float[layout.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return Tensors.adopt(layout, values);
  }

  /** A payload with a section beside the model. */
  public static Payload aPayload(RandomGenerator random) {
    return new Payload(
        Map.of(
            "momentum",
            aTensors(aLayout(random), 1, random),
            Payload.MODEL,
            aTensors(aLayout(random), 1, random)));
  }
}
