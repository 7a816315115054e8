package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.ControlVariates;
import dev.mycelium.agent.learning.DivergedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the plan and the group's strategy make of every gradient before an optimizer step, in place
 * and in this order:
 *
 * <pre>
 *   g = g / k                    mean of k accumulated batches
 *   g = g * (clip / ||g||)       if ||g|| > clip, the norm over all parameters together (Pascanu et
 *                                al. 2013, arXiv 1211.5063, algorithm 1); of the batch's gradient
 *                                alone, without the strategy's terms
 *   g = g + mu (w - w_head)      FedProx ({@link Assignment#proximity})
 *   g = g + (c - c_i)            SCAFFOLD ({@link ControlVariates})
 * </pre>
 *
 * A term that is zero for good is left out, so that its absence costs nothing and changes no bit.
 */
final class GradientTerms {
  private final NDManager manager;
  private final @Nullable Double clip;
  private final boolean drawn;
  private final NDArray mu;
  private final List<NDArray> heads;
  private final List<NDArray> corrections;

  /** {@code manager} owns what is kept here. */
  GradientTerms(NDManager manager, DeviceModel model, Assignment work) {
    this.manager = manager;
    this.clip = work.plan().clipNorm();
    this.drawn = work.proximity() != 0;
    this.mu = manager.create((float) work.proximity());
    this.heads = drawn ? model.upload(manager, work.head().model()) : List.of();
    this.corrections =
        ControlVariates.of(work)
            .map(variates -> model.upload(manager, variates.correction()))
            .orElse(List.of());
  }

  /**
   * Outside of any {@link GradientTape}.
   *
   * @param gradients the sums of {@code batches} batches
   * @throws DivergedException if the gradient is too long for its length to be a float32
   */
  void apply(List<NDArray> gradients, List<NDArray> parameters, int batches, long step) {
    if (batches > 1) {
      scale(gradients, 1.0 / batches);
    }
    if (clip != null) {
      double norm = norm(gradients);
      if (!Double.isFinite(norm)) {
        throw DivergedException.of("length of the gradient", norm, step);
      }
      if (norm > clip) {
        scale(gradients, clip / norm);
      }
    }
    if (drawn) {
      for (int i = 0; i < gradients.size(); i++) {
        draw(gradients.get(i), parameters.get(i), heads.get(i));
      }
    }
    for (int i = 0; i < corrections.size(); i++) {
      gradients.get(i).addi(corrections.get(i));
    }
  }

  private static double norm(List<NDArray> gradients) {
    double squares = 0;
    for (NDArray gradient : gradients) {
      try (NDArray square = gradient.square();
          NDArray sum = square.sum()) {
        squares += sum.getFloat();
      }
    }
    return Math.sqrt(squares);
  }

  private void scale(List<NDArray> gradients, double factor) {
    try (NDArray scalar = manager.create((float) factor)) {
      gradients.forEach(gradient -> gradient.muli(scalar));
    }
  }

  private void draw(NDArray gradient, NDArray parameter, NDArray head) {
    try (NDArray values = parameter.stopGradient();
        NDArray away = values.sub(head)) {
      away.muli(mu);
      gradient.addi(away);
    }
  }
}
