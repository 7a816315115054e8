package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Dense layers y = W x + b with ReLU between them; the last layer's outputs are the classes'
 * logits, or the one number of a regression.
 *
 * <p>Tensors, in this order: {@code dense0.weight} [out, in] row-major, {@code dense0.bias} [out],
 * {@code dense1.weight} and so on, as PyTorch lays them out.
 *
 * @param widths numbers in an input, in each hidden layer, and in the output
 */
public record DenseNetwork(List<Integer> widths) {
  private static final int FLOAT_BITS = 24;

  public DenseNetwork {
    widths = List.copyOf(widths);
    if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "widths: " + widths + " (expected: at least an input's and an output's, each > 0)");
    }
  }

  /** The network that {@code model} names, with the input and output that {@code task} asks for. */
  public static DenseNetwork of(ModelSpec model, TaskSpec task) {
    List<Integer> widths = new ArrayList<>();
    widths.add(task.inputs());
    widths.addAll(model.hidden());
    widths.add(task.outputs());
    return new DenseNetwork(widths);
  }

  public int inputs() {
    return widths.get(0);
  }

  public int outputs() {
    return widths.get(layers());
  }

  public int layers() {
    return widths.size() - 1;
  }

  /**
   * @throws IllegalArgumentException if there are more than 2^31 - 1 parameters
   */
  public TensorLayout layout() {
    List<TensorSpec> specs = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      int in = widths.get(layer);
      int out = widths.get(layer + 1);
      specs.add(TensorSpec.of("dense" + layer + ".weight", out, in));
      specs.add(TensorSpec.of("dense" + layer + ".bias", out));
    }
    return TensorLayout.of(specs);
  }

  /**
   * Parameters to begin with: weights and biases uniform in [-1/sqrt(in), 1/sqrt(in)), as PyTorch's
   * {@code Linear} draws them (LeCun et al. 1998, section 4.6, up to a factor).
   *
   * <p>Tensor number i takes the upper 24 bits of each number of a {@link SplittableRandom}
   * (SplitMix64) with a seed of its own, mixed from {@code seed} and i. The same bits on every
   * machine.
   */
  public Tensors initial(long seed) {
    TensorLayout layout = layout();
    float[] values = new float[layout.elements()];
    int at = 0;
    for (int tensor = 0; tensor < layout.specs().size(); tensor++) {
      int end = at + layout.specs().get(tensor).elements();
      double bound = 1 / Math.sqrt(widths.get(tensor / 2));
      SplittableRandom random = new SplittableRandom(Seed.of(seed, tensor));
      while (at < end) {
        values[at++] = (float) (bound * signedUnit(random));
      }
    }
    return Tensors.adopt(layout, values);
  }

  /** A multiple of 2^-23 in [-1, 1). */
  private static double signedUnit(SplittableRandom random) {
    long bits = random.nextLong() >>> (Long.SIZE - FLOAT_BITS);
    return bits * 0x1p-23 - 1;
  }
}
