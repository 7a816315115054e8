package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.wire.node.NodeId;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the native engine once, hence apart from {@link FedAvgTest}. */
class FedAvgAgainstDjlTest {
  private static final TensorLayout MNIST_2NN_HIDDEN =
      TensorLayout.of(TensorSpec.of("weight", 200, 200), TensorSpec.of("bias", 200));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void equalsTheAverageOfNdArrays(long seed) {
    RandomGenerator random = SomeTensors.seeded(seed);
    Payload head = aModel(0.1, random);
    List<Contribution> contributions =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new Contribution(
                        new NodeId("node-" + i), aModel(0.1, random), random.nextLong(1, 1000)))
            .toList();
    Cohort cohort = new Cohort(contributions);

    Aggregation result = new FedAvg().aggregate(head, cohort);

    Payload next = ((Aggregation.Aggregated) result).head();
    float[] ours = new float[next.model().elements()];
    next.model().read(0, ours, ours.length);
    try (NdArrayAverage djl = new NdArrayAverage(head.model(), cohort);
        NDArray average = djl.average()) {
      assertThat(ours).containsExactly(average.toFloatArray(), within(1e-6f));
    }
  }

  private static Payload aModel(double scale, RandomGenerator random) {
    return Payload.ofModel(SomeTensors.aTensors(MNIST_2NN_HIDDEN, scale, random));
  }
}
