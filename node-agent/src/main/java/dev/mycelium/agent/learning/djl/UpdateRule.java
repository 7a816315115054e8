package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.mycelium.wire.group.OptimizerSpec;
import java.util.List;

/**
 * One step of an optimizer, in place on the parameters; it leaves their gradients at zero.
 *
 * <p>These are the engine's own fused updates, which DJL's {@code Optimizer} calls too. The class
 * {@code Optimizer} itself is not used: it detaches its state from every manager, so that nobody
 * closes it.
 */
interface UpdateRule {

  /** Updates {@code parameters} by {@code gradients}, in the same order. */
  void step(List<NDArray> parameters, List<NDArray> gradients);

  /** A rule with fresh state for {@code parameters}; {@code manager} owns the state. */
  static UpdateRule of(OptimizerSpec optimizer, NDManager manager, List<NDArray> parameters) {
    float rate = (float) optimizer.learningRate();
    if (optimizer instanceof OptimizerSpec.Sgd sgd && sgd.momentum() == 0) {
      return new PlainSgdRule(manager.create(rate));
    }
    if (optimizer instanceof OptimizerSpec.Sgd sgd) {
      return new SgdRule(rate, (float) sgd.momentum(), zerosLike(parameters, manager));
    }
    return new AdamRule(
        rate, decay(optimizer), zerosLike(parameters, manager), zerosLike(parameters, manager));
  }

  private static float decay(OptimizerSpec optimizer) {
    if (optimizer instanceof OptimizerSpec.Adam) {
      return 0;
    }
    if (optimizer instanceof OptimizerSpec.AdamW adamW) {
      return (float) adamW.weightDecay();
    }
    throw new IllegalArgumentException(
        "optimizer: " + optimizer + " (expected: sgd, adam or adamw)");
  }

  private static List<NDArray> zerosLike(List<NDArray> parameters, NDManager manager) {
    return parameters.stream().map(parameter -> manager.zeros(parameter.getShape())).toList();
  }
}
