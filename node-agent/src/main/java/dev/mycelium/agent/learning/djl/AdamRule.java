package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) and, with a weight decay, AdamW (Loshchilov and Hutter
 * 2019, algorithm 2, the decay multiplied by the learning rate as in PyTorch):
 *
 * <pre>
 * w = w - rate decay w
 * m = b1 m + (1 - b1) g       v = b2 v + (1 - b2) g²
 * w = w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
 * </pre>
 *
 * The engine computes w - rate' m / (sqrt(v) + epsilon'), hence both are scaled by sqrt(1 - b2^t).
 */
final class AdamRule implements UpdateRule {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final float NO_SCALING = 1;
  private static final float NO_CLIPPING = -1;

  private final float rate;
  private final float decay;
  private final List<NDArray> means;
  private final List<NDArray> variances;
  private int steps;

  AdamRule(float rate, float decay, List<NDArray> means, List<NDArray> variances) {
    this.rate = rate;
    this.decay = decay;
    this.means = means;
    this.variances = variances;
  }

  @Override
  public void step(List<NDArray> parameters, List<NDArray> gradients) {
    steps++;
    double scale = Math.sqrt(1 - Math.pow(BETA2, steps));
    float correctedRate = (float) (rate * scale / (1 - Math.pow(BETA1, steps)));
    float correctedEpsilon = (float) (EPSILON * scale);
    for (int i = 0; i < parameters.size(); i++) {
      NDArray parameter = parameters.get(i);
      parameter
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(parameter, gradients.get(i), means.get(i), variances.get(i)),
              new NDList(parameter),
              rate,
              correctedRate,
              decay,
              NO_SCALING,
              NO_CLIPPING,
              (float) BETA1,
              (float) BETA2,
              correctedEpsilon,
              true,
              decay > 0);
    }
  }
}
