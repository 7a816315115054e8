package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.aggregation.Scaffold;
import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a strategy adds to the engine's gradients, against the formulas in plain double. */
class StrategyDescentTest {
  private static final int IN = 3;
  private static final int HIDDEN = 5;
  private static final int CLASSES = 3;
  private static final int STEPS = 7;
  private static final double RATE = 0.2;
  private static final ArrayExamples EXAMPLES = ArrayExamples.blobs(24, IN, CLASSES, 11);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void fedProxWithoutItsTermIsFedAvgToTheBit(long seed) {
    Payload head = head(seed);

    LocalUpdate prox = learn(work(head, new StrategySpec.FedProx(0), null));

    assertThat(prox).isEqualTo(learn(work(head, new StrategySpec.FedAvg(), null)));
  }

  @Test
  void fedProxDrawsEveryStepBackToTheHead() {
    Payload head = head(5);
    double[] begun = doubles(head.model());

    LocalUpdate update = learn(work(head, new StrategySpec.FedProx(0.7), null));

    double[] expected =
        plain(
            begun,
            w -> {
              double[] term = new double[w.length];
              for (int i = 0; i < w.length; i++) {
                term[i] = 0.7 * (w[i] - begun[i]);
              }
              return term;
            });
    assertClose(doubles(update.delta().model()), expected);
  }

  @Test
  void scaffoldCorrectsEveryStepAndRemembersTheMeanGradient() {
    Tensors model = head(5).model();
    Tensors c = SomeTensors.aTensors(model.layout(), 0.1, SomeTensors.seeded(1));
    Tensors own = SomeTensors.aTensors(model.layout(), 0.1, SomeTensors.seeded(2));
    Payload head = new Payload(Map.of("model", model, "control", c));
    Payload memory = new Payload(Map.of("control", own));

    LocalUpdate update = learn(work(head, new StrategySpec.Scaffold(1.0), memory));

    double[] correction = doubles(c.minus(own));
    double[] delta = plain(doubles(model), w -> correction);
    assertClose(doubles(update.delta().model()), delta);
    double[] next = new double[delta.length];
    double[] change = new double[delta.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = doubles(own)[i] - doubles(c)[i] - delta[i] / (STEPS * RATE);
      change[i] = next[i] - doubles(own)[i];
    }
    assertClose(doubles(update.memory().section("control")), next);
    assertClose(doubles(update.delta().section("control")), change);
  }

  @Test
  void scaffoldWithOneClientIsDescentToTheBit() {
    Scaffold rule = new Scaffold(new StrategySpec.Scaffold(1.0));
    Payload head = Payload.copyOf(rule.begin(head(5).model()));
    Payload plain = head(5);
    Payload memory = null;
    for (int round = 0; round < 4; round++) {
      LocalUpdate update = learn(work(head, new StrategySpec.Scaffold(1.0), memory));
      memory = update.memory();
      Contribution only = new Contribution(new NodeId("n"), update.delta(), 24, update.steps());
      head = ((Aggregation.Aggregated) rule.aggregate(head, Cohort.of(only))).head();
      Tensors delta = learn(work(plain, new StrategySpec.FedAvg(), null)).delta().model();
      plain = Payload.ofModel(plain.model().plus(delta));

      assertThat(head.model()).as("round %d", round).isEqualTo(plain.model());
    }
  }

  @Test
  void closesWhatTheTermsTook() {
    Payload head = head(5);
    int before = Learners.liveArrays();

    for (int call = 0; call < 3; call++) {
      learn(work(head, new StrategySpec.FedProx(0.7), null));
      learn(
          work(
              new Payload(Map.of("model", head.model(), "control", head.model())),
              new StrategySpec.Scaffold(1.0),
              null));
    }

    assertThat(Learners.liveArrays()).isEqualTo(before);
  }

  /** Change after full-batch steps along the gradient plus what {@code term} makes of w. */
  private static double[] plain(double[] head, UnaryOperator<double[]> term) {
    double[] w = head.clone();
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new PlainNetwork(IN, HIDDEN, CLASSES).gradient(w, EXAMPLES);
      double[] added = term.apply(w);
      for (int i = 0; i < w.length; i++) {
        w[i] -= RATE * (gradient[i] + added[i]);
      }
    }
    for (int i = 0; i < w.length; i++) {
      w[i] -= head[i];
    }
    return w;
  }

  /** Full batches, so that an epoch is a step. */
  private static Assignment work(Payload head, StrategySpec strategy, Payload memory) {
    var plan = Learners.plan(new OptimizerSpec.Sgd(RATE, 0), EXAMPLES.size(), STEPS);
    return new Assignment(head, plan, strategy, 1, 0, memory);
  }

  private static LocalUpdate learn(Assignment work) {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, CLASSES)) {
      return learner.learn(work, Cancellation.never());
    }
  }

  private static Payload head(long seed) {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, CLASSES)) {
      return learner.initial(seed);
    }
  }

  private static double[] doubles(Tensors tensors) {
    double[] values = new double[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(2e-6));
  }
}
