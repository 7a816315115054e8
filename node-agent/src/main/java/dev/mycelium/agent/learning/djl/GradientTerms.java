package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.ControlVariates;
import java.util.List;

/**
 * What the group's strategy adds to every gradient before an optimizer step, in place and in this
 * order:
 *
 * <pre>
 *   g = g + mu (w - w_head)      FedProx ({@link Assignment#proximity})
 *   g = g + (c - c_i)            SCAFFOLD ({@link ControlVariates})
 * </pre>
 *
 * A term that is zero for good is left out, so that its absence costs nothing and changes no bit.
 */
final class GradientTerms {
  private final boolean drawn;
  private final NDArray mu;
  private final List<NDArray> heads;
  private final List<NDArray> corrections;

  /** {@code manager} owns what is kept here. */
  GradientTerms(NDManager manager, DeviceModel model, Assignment work) {
    this.drawn = work.proximity() != 0;
    this.mu = manager.create((float) work.proximity());
    this.heads = drawn ? model.upload(manager, work.head().model()) : List.of();
    this.corrections =
        ControlVariates.of(work)
            .map(variates -> model.upload(manager, variates.correction()))
            .orElse(List.of());
  }

  /** Outside of any {@link GradientTurn}. */
  void addTo(List<NDArray> gradients, List<NDArray> parameters) {
    if (drawn) {
      for (int i = 0; i < gradients.size(); i++) {
        draw(gradients.get(i), parameters.get(i), heads.get(i));
      }
    }
    for (int i = 0; i < corrections.size(); i++) {
      gradients.get(i).addi(corrections.get(i));
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
