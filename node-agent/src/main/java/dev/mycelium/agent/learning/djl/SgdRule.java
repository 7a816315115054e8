package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Gradient descent with momentum: v = momentum v + rate g, w = w - v. With a constant rate this is
 * v = momentum v + g, w = w - rate v.
 */
final class SgdRule implements UpdateRule {
  private static final float NO_DECAY = 0;
  private static final float NO_SCALING = 1;
  private static final float NO_CLIPPING = -1;

  private final float rate;
  private final float momentum;
  private final List<NDArray> velocities;

  SgdRule(float rate, float momentum, List<NDArray> velocities) {
    this.rate = rate;
    this.momentum = momentum;
    this.velocities = velocities;
  }

  @Override
  public void step(List<NDArray> parameters, List<NDArray> gradients) {
    for (int i = 0; i < parameters.size(); i++) {
      NDArray parameter = parameters.get(i);
      parameter
          .getNDArrayInternal()
          .sgdUpdate(
              new NDList(parameter, gradients.get(i), velocities.get(i)),
              new NDList(parameter),
              rate,
              NO_DECAY,
              NO_SCALING,
              NO_CLIPPING,
              momentum,
              true);
    }
  }
}
