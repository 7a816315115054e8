package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The learner's deltas against the published formulas in plain Java, and FedAvg's identity. */
class DescentFormulasTest {
  private static final int IN = 3;
  private static final int HIDDEN = 5;
  private static final int CLASSES = 3;
  private static final ArrayExamples EXAMPLES = ArrayExamples.blobs(24, IN, CLASSES, 11);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void descendsByGradient(int steps) {
    double[] delta = delta(new OptimizerSpec.Sgd(0.2, 0), steps);

    assertClose(delta, plain(steps, gradient -> scaled(gradient, 0.2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void carriesMomentum(int steps) {
    double[] delta = delta(new OptimizerSpec.Sgd(0.2, 0.9), steps);

    double[] velocity = new double[delta.length];
    assertClose(
        delta,
        plain(
            steps,
            gradient -> {
              for (int i = 0; i < velocity.length; i++) {
                velocity[i] = 0.9 * velocity[i] + gradient[i];
              }
              return scaled(velocity, 0.2);
            }));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void followsKingmaAndBa(int steps) {
    double[] delta = delta(new OptimizerSpec.Adam(0.01), steps);

    assertClose(delta, plain(steps, new PlainAdam(0.01, delta.length)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void decaysWeightsApartFromGradient(int steps) {
    double[] delta = delta(new OptimizerSpec.AdamW(0.01, 0.5), steps);

    double[] head = doubles(head().model());
    double[] w = head.clone();
    PlainAdam adam = new PlainAdam(0.01, w.length);
    for (int step = 0; step < steps; step++) {
      double[] change = adam.apply(new PlainNetwork(IN, HIDDEN, CLASSES).gradient(w, EXAMPLES));
      for (int i = 0; i < w.length; i++) {
        w[i] = (1 - 0.01 * 0.5) * w[i] - change[i];
      }
    }
    assertClose(delta, minus(w, head));
  }

  /** McMahan et al. 2017, section 2: with E = 1, B = all and C = 1, FedAvg is gradient descent. */
  @Test
  void averagesFullBatchClientsIntoCentralDescent() {
    List<ArrayExamples> clients =
        List.of(EXAMPLES.part(0, 4), EXAMPLES.part(4, 13), EXAMPLES.part(13, 24));
    Payload federated = head();
    Payload central = head();

    for (int round = 1; round <= 3; round++) {
      federated = averaged(federated, clients, round);
      central = averaged(central, List.of(EXAMPLES), round);
    }

    double[] left = doubles(federated.model());
    double[] right = doubles(central.model());
    assertThat(largest(minus(right, doubles(head().model())))).isGreaterThan(0.05);
    for (int i = 0; i < left.length; i++) {
      assertThat(left[i]).as("parameter %d", i).isEqualTo(right[i], within(1e-6));
    }
  }

  /** Head plus the mean of the clients' deltas, weighted by their numbers of examples. */
  private static Payload averaged(Payload head, List<ArrayExamples> clients, int round) {
    List<double[]> deltas = new ArrayList<>();
    clients.forEach(
        client -> deltas.add(delta(client, head, new OptimizerSpec.Sgd(0.5, 0), round)));
    double[] sum = doubles(head.model());
    for (int client = 0; client < deltas.size(); client++) {
      double weight = (double) clients.get(client).size() / EXAMPLES.size();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * deltas.get(client)[i];
      }
    }
    float[] values = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      values[i] = (float) sum[i];
    }
    return Payload.ofModel(Tensors.adopt(head.model().layout(), values));
  }

  private static double[] delta(
      ArrayExamples client, Payload head, OptimizerSpec optimizer, int round) {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, client, CLASSES)) {
      var plan = Learners.plan(optimizer, client.size(), 1);
      return doubles(
          learner
              .learn(new Assignment(head, plan, round, 0), Cancellation.never())
              .delta()
              .model());
    }
  }

  /** Full batches, so that an epoch is a step. */
  private static double[] delta(OptimizerSpec optimizer, int steps) {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, CLASSES)) {
      var plan = Learners.plan(optimizer, EXAMPLES.size(), steps);
      return doubles(
          learner.learn(new Assignment(head(), plan, 1, 0), Cancellation.never()).delta().model());
    }
  }

  private static double[] plain(int steps, UnaryOperator<double[]> change) {
    double[] head = doubles(head().model());
    double[] w = head.clone();
    for (int step = 0; step < steps; step++) {
      w = minus(w, change.apply(new PlainNetwork(IN, HIDDEN, CLASSES).gradient(w, EXAMPLES)));
    }
    return minus(w, head);
  }

  private static Payload head() {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, CLASSES)) {
      return learner.initial(5);
    }
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(largest(expected)).isGreaterThan(1e-3);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("parameter %d", i).isEqualTo(expected[i], within(1e-5));
    }
  }

  private static double largest(double[] values) {
    return DoubleStream.of(values).map(Math::abs).max().orElseThrow();
  }

  private static double[] scaled(double[] values, double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = factor * values[i];
    }
    return scaled;
  }

  private static double[] minus(double[] left, double[] right) {
    double[] difference = new double[left.length];
    for (int i = 0; i < left.length; i++) {
      difference[i] = left[i] - right[i];
    }
    return difference;
  }

  private static double[] doubles(Tensors tensors) {
    float[] values = new float[tensors.elements()];
    tensors.read(0, values, values.length);
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Kingma and Ba 2015, algorithm 1: what a step takes off the parameters. */
  private static final class PlainAdam implements UnaryOperator<double[]> {
    private final double rate;
    private final double[] m;
    private final double[] v;
    private int t;

    PlainAdam(double rate, int parameters) {
      this.rate = rate;
      this.m = new double[parameters];
      this.v = new double[parameters];
    }

    @Override
    public double[] apply(double[] g) {
      t++;
      double[] change = new double[g.length];
      for (int i = 0; i < g.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double meanCorrected = m[i] / (1 - Math.pow(0.9, t));
        double squareCorrected = v[i] / (1 - Math.pow(0.999, t));
        change[i] = rate * meanCorrected / (Math.sqrt(squareCorrected) + 1e-8);
      }
      return change;
    }
  }
}
