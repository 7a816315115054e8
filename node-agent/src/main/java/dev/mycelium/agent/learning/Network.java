package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers one behind the other; the last one's outputs are the classes' logits, or the one number of
 * a regression. Tensors lie in the order of their layers, each layer's weight before its bias,
 * under the names and in the shapes that PyTorch uses for a module with such children.
 *
 * @param inputShape of one example, without the batch
 */
public record Network(List<Integer> inputShape, List<Layer> layers) {
  private static final int KERNEL = 5;
  private static final int FIRST_CHANNELS = 32;
  private static final int SECOND_CHANNELS = 64;
  private static final int HIDDEN = 512;

  public Network {
    inputShape = List.copyOf(inputShape);
    layers = List.copyOf(layers);
  }

  /** The network that {@code model} names, with the input and output that {@code task} asks for. */
  public static Network of(ModelSpec model, TaskSpec task) {
    if (model instanceof ModelSpec.Cnn) {
      return convolutional(task.inputShape(), task.outputs());
    }
    if (model.needsProgram()) {
      throw new IllegalArgumentException(
          "model: %s (expected: one that every learner knows; this one needs its own program)"
              .formatted(model.text()));
    }
    List<Integer> widths = new ArrayList<>();
    widths.add(task.inputs());
    if (model instanceof ModelSpec.Mlp mlp) {
      widths.addAll(mlp.hidden());
    }
    widths.add(task.outputs());
    return dense(widths);
  }

  /**
   * Dense layers {@code dense0}, {@code dense1} and so on with ReLU between them.
   *
   * @param widths numbers in an input, in each hidden layer, and in the output
   */
  public static Network dense(List<Integer> widths) {
    if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "widths: " + widths + " (expected: at least an input's and an output's, each > 0)");
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < widths.size() - 1; i++) {
      if (i > 0) {
        layers.add(new Layer.Relu());
      }
      layers.add(new Layer.Dense("dense" + i, widths.get(i), widths.get(i + 1)));
    }
    return new Network(widths.subList(0, 1), layers);
  }

  /**
   * The network of McMahan et al. 2017 (arXiv 1602.05629, section 3) for MNIST, on images of any
   * size: {@code conv0} (5x5, 32 channels), ReLU, 2x2 max pooling, {@code conv1} (5x5, 64
   * channels), ReLU, 2x2 max pooling, {@code dense0} (512), ReLU, {@code dense1}. 1,663,370
   * parameters for [1, 28, 28] and 10 classes.
   *
   * @param imageShape [channels, height, width], height and width at least 4
   */
  public static Network convolutional(List<Integer> imageShape, int outputs) {
    int pooled = (imageShape.get(1) / 4) * (imageShape.get(2) / 4);
    return new Network(
        imageShape,
        List.of(
            new Layer.Convolution("conv0", imageShape.get(0), FIRST_CHANNELS, KERNEL),
            new Layer.Relu(),
            new Layer.MaxPool(2),
            new Layer.Convolution("conv1", FIRST_CHANNELS, SECOND_CHANNELS, KERNEL),
            new Layer.Relu(),
            new Layer.MaxPool(2),
            new Layer.Dense("dense0", SECOND_CHANNELS * pooled, HIDDEN),
            new Layer.Relu(),
            new Layer.Dense("dense1", HIDDEN, outputs)));
  }

  /** Numbers in one example. */
  public int inputs() {
    return inputShape.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * @throws IllegalArgumentException if there are more than 2^31 - 1 parameters
   */
  public TensorLayout layout() {
    return TensorLayout.of(layers.stream().flatMap(layer -> layer.tensors().stream()).toList());
  }

  /**
   * Parameters to begin with: weights and biases uniform in [-1/sqrt(fan in), 1/sqrt(fan in)), as
   * PyTorch's {@code Linear} and {@code Conv2d} draw them (LeCun et al. 1998, section 4.6, up to a
   * factor).
   *
   * <p>Tensor number i takes the upper 24 bits of each number of a {@link
   * java.util.SplittableRandom} (SplitMix64) with a seed of its own, mixed from {@code seed} and i.
   * The same bits on every machine.
   */
  public Tensors initial(long seed) {
    return Tensors.copyOf(drawn(seed));
  }

  /** As {@link #initial}, each number drawn whenever it is read. */
  public TensorValues drawn(long seed) {
    return DrawnValues.of(this, seed);
  }
}
