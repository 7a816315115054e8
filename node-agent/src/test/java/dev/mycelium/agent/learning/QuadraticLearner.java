package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Gradient descent on f(w) = 1/2 ||w - c||², for tests of everything around a learner without
 * native code. It learns nothing from data: c is given, and is the optimum.
 *
 * <p>After k steps of rate r, w - c is (1 - r)^k times what it was; momentum and the optimizer's
 * name are ignored. FedProx's and SCAFFOLD's terms are added to the gradient. An epoch has
 * ceil(examples / batch size) steps, all alike, so that rounds and participants do not matter. The
 * metric is 1 / (1 + f(w)). Several such learners have their weighted mean of optima as common
 * optimum.
 */
public final class QuadraticLearner implements Learner {
  private final TensorLayout layout;
  private final int examples;
  private final float[] optimum;

  /**
   * @param examples number of examples that it claims, its weight in an average
   */
  public QuadraticLearner(int examples, float... optimum) {
    this(TensorLayout.of(TensorSpec.of("w", optimum.length)), examples, optimum);
  }

  /** As a learner of a group whose spec says how its parameters are laid out. */
  public QuadraticLearner(TensorLayout layout, int examples, float... optimum) {
    this.examples = examples;
    this.optimum = optimum.clone();
    this.layout = layout;
  }

  /** The task that every quadratic learner of {@code dimensions} offers. */
  public static TaskSpec task(int dimensions) {
    return new TaskSpec(
        TaskKind.CLASSIFICATION, List.of(dimensions), List.of("near", "far"), "accuracy", null);
  }

  @Override
  public Offer offer() {
    return new Offer(task(optimum.length), layout, examples, examples);
  }

  /** Uniform in [-1, 1). */
  @Override
  public Payload initial(long seed) {
    SplittableRandom random = new SplittableRandom(Seed.of(seed));
    float[] values = new float[optimum.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextLong() >> 40) * 0x1p-23f;
    }
    return Payload.ofModel(Tensors.adopt(layout, values));
  }

  @Override
  public LocalUpdate learn(Assignment work, Cancellation stop) {
    float[] values = values(work.head());
    float[] terms = new float[values.length];
    ControlVariates.of(work)
        .ifPresent(variates -> variates.correction().read(0, terms, terms.length));
    int batch = work.plan().batchSize();
    int stepsPerEpoch = (examples + batch - 1) / batch;
    long steps = (long) stepsPerEpoch * work.plan().localEpochs();
    double lossSum = 0;
    for (long step = 1; step <= steps; step++) {
      if (stop.isRequested()) {
        throw new CancelledException("training after " + (step - 1) + " steps");
      }
      double loss = finite(loss(values), step);
      lossSum += step > steps - stepsPerEpoch ? loss : 0;
      descend(values, terms, work);
    }
    finite(loss(values), steps);
    Tensors delta = Tensors.adopt(layout, values).minus(work.head().model());
    LocalUpdate trained =
        new LocalUpdate(Payload.ofModel(delta), examples, lossSum / stepsPerEpoch, steps);
    return ControlVariates.of(work).map(each -> each.completed(trained)).orElse(trained);
  }

  private void descend(float[] values, float[] terms, Assignment work) {
    float rate = (float) work.plan().optimizer().learningRate();
    float mu = (float) work.proximity();
    float[] head = values(work.head());
    for (int i = 0; i < values.length; i++) {
      values[i] -= rate * (values[i] - optimum[i] + mu * (values[i] - head[i]) + terms[i]);
    }
  }

  private double loss(float[] values) {
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double distance = (double) values[i] - optimum[i];
      squares += distance * distance;
    }
    return squares / 2;
  }

  private static double finite(double loss, long step) {
    if (!Double.isFinite(loss)) {
      throw DivergedException.of("loss", loss, step);
    }
    return loss;
  }

  @Override
  public Evaluation evaluate(Payload head, Split split) {
    double loss = loss(values(head));
    return new Evaluation(1 / (1 + loss), loss, examples);
  }

  private float[] values(Payload head) {
    if (!head.model().layout().equals(layout)) {
      throw new IllegalArgumentException(
          "head: " + head.model().layout() + " (expected: " + layout + ")");
    }
    float[] values = new float[optimum.length];
    head.model().read(0, values, values.length);
    return values;
  }

  @Override
  public void close() {}
}
