package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.TensorSpec;
import java.util.List;

/** One step of a {@link Network}: which parameters it has; an engine knows what it computes. */
public sealed interface Layer {

  /** A weight and a bias, as PyTorch lays them out; none for a layer without parameters. */
  List<TensorSpec> tensors();

  /** Numbers that one output of the layer is a sum over. */
  int fanIn();

  /** y = W x + b of all numbers of an example, whatever their shape, row-major. */
  record Dense(String name, int in, int out) implements Layer {

    /** {@code name.weight} [out, in] and {@code name.bias} [out]. */
    @Override
    public List<TensorSpec> tensors() {
      return List.of(TensorSpec.of(name + ".weight", out, in), TensorSpec.of(name + ".bias", out));
    }

    @Override
    public int fanIn() {
      return in;
    }
  }

  /**
   * Cross-correlation of [in, height, width] with stride 1, padded with zeros so that height and
   * width stay.
   *
   * @param kernel height and width of the filters, odd
   */
  record Convolution(String name, int in, int out, int kernel) implements Layer {

    public Convolution {
      if (kernel < 1 || kernel % 2 == 0) {
        throw new IllegalArgumentException("kernel: " + kernel + " (expected: odd, > 0)");
      }
    }

    /** {@code name.weight} [out, in, kernel, kernel] and {@code name.bias} [out]. */
    @Override
    public List<TensorSpec> tensors() {
      return List.of(
          TensorSpec.of(name + ".weight", out, in, kernel, kernel),
          TensorSpec.of(name + ".bias", out));
    }

    @Override
    public int fanIn() {
      return in * kernel * kernel;
    }
  }

  /** The largest of each square of {@code side}; what does not fill a square is left out. */
  record MaxPool(int side) implements Layer {
    @Override
    public List<TensorSpec> tensors() {
      return List.of();
    }

    @Override
    public int fanIn() {
      return side * side;
    }
  }

  /** max(x, 0) of each number. */
  record Relu() implements Layer {
    @Override
    public List<TensorSpec> tensors() {
      return List.of();
    }

    @Override
    public int fanIn() {
      return 1;
    }
  }
}
