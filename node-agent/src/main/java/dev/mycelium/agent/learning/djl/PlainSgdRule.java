package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Gradient descent without momentum: w = w - rate g. The same bits as {@link SgdRule} with a
 * momentum of zero, by three walks over memory in place of seven. Outside of any {@link
 * GradientTape}.
 */
final class PlainSgdRule implements UpdateRule {
  private final NDArray rate;

  /**
   * @param rate a scalar
   */
  PlainSgdRule(NDArray rate) {
    this.rate = rate;
  }

  @Override
  public void step(List<NDArray> parameters, List<NDArray> gradients) {
    for (int i = 0; i < parameters.size(); i++) {
      NDArray parameter = parameters.get(i);
      NDArray gradient = gradients.get(i);
      gradient.muli(rate);
      parameter.subi(gradient);
      JniUtils.zeroGrad((PtNDArray) parameter);
    }
  }
}
