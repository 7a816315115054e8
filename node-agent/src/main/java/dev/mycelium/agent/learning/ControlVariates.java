package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SCAFFOLD, the member's half (Karimireddy et al. 2020, arXiv 1910.06378, algorithm 1, lines 7 to
 * 14, option II). From the group's variate c, a section of the head, and the member's own c_i,
 * which it remembers and which begins at zero:
 *
 * <pre>
 *   w         = w - rate * (g(w) - c_i + c)              in each of K steps, from w = w_head
 *   delta_c_i = -c - delta / (a * rate)                  delta = w - w_head after K steps
 *   c_i'      = c_i + delta_c_i
 * </pre>
 *
 * a is what K steps weigh: K without momentum, and with it {@link OptimizerSpec.Sgd#weightOf}, so
 * that -delta / (a * rate) is a weighted mean of the corrected gradients. Computed for each number
 * by itself in binary64, from left to right; delta_c_i and c_i' are rounded to float32, c_i' from
 * the rounded delta_c_i, so that member and group add the same number.
 */
public final class ControlVariates {
  private final Tensors group;
  private final Tensors own;
  private final TrainingSpec plan;

  private ControlVariates(Tensors group, Tensors own, TrainingSpec plan) {
    this.group = group;
    this.own = own;
    this.plan = plan;
  }

  /** Those of an assignment; empty if its strategy has none. */
  public static Optional<ControlVariates> of(Assignment work) {
    if (!(work.strategy() instanceof StrategySpec.Scaffold)) {
      return Optional.empty();
    }
    Tensors group = work.head().section(StrategySpec.Scaffold.CONTROL);
    Tensors own =
        work.memory() == null
            ? Tensors.zeros(group.layout())
            : work.memory().section(StrategySpec.Scaffold.CONTROL);
    return Optional.of(new ControlVariates(group, own, work.plan()));
  }

  /** Sections beside the model that training by {@code strategy} needs of a head. */
  public static Set<String> sections(StrategySpec strategy) {
    return strategy instanceof StrategySpec.Scaffold
        ? Set.of(StrategySpec.Scaffold.CONTROL)
        : Set.of();
  }

  /** c - c_i, which each gradient is corrected by. */
  public Tensors correction() {
    return group.minus(own);
  }

  /** A corrected training's update with the change of c_i beside the model's, and with c_i'. */
  public LocalUpdate completed(LocalUpdate trained) {
    Tensors delta = trained.delta().model();
    Tensors change = change(delta, trained.steps());
    return new LocalUpdate(
        new Payload(Map.of(Payload.MODEL, delta, StrategySpec.Scaffold.CONTROL, change)),
        trained.examples(),
        trained.trainLoss(),
        trained.steps(),
        new Payload(Map.of(StrategySpec.Scaffold.CONTROL, own.plus(change))));
  }

  private Tensors change(Tensors delta, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps: " + steps + " (expected: > 0)");
    }
    OptimizerSpec.Sgd sgd = OptimizerSpec.Sgd.of(plan.optimizer(), "scaffold");
    double scale = OptimizerSpec.Sgd.weightOf(steps, sgd.momentum()) * sgd.learningRate();
    TensorLayout layout = delta.layout();
    double[] c = new double[layout.elements()];
    double[] moved = new double[layout.elements()];
    group.read(0, c, c.length);
    delta.read(0, moved, moved.length);
    float[] change = new float[layout.elements()];
    for (int i = 0; i < change.length; i++) {
      change[i] = (float) (-c[i] - moved[i] / scale);
    }
    return Tensors.adopt(layout, change);
  }
}
