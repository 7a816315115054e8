package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Golden orders come from a separate program (SplitMix64 in Python), not from this code. */
class ExampleOrderTest {

  @Test
  void givesKnownOrders() {
    assertThat(indices(ExampleOrder.shuffled(10, work(7, 1, 0), 0)))
        .containsExactly(4, 1, 5, 2, 0, 6, 9, 3, 8, 7);
    assertThat(indices(ExampleOrder.shuffled(10, work(7, 1, 0), 1)))
        .containsExactly(2, 0, 7, 3, 8, 1, 4, 9, 6, 5);
  }

  @Test
  void visitsEachExampleOnce() {
    List<Integer> indices = indices(ExampleOrder.shuffled(1_000, work(3, 4, 5), 6));

    assertThat(indices)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1_000).boxed().toList());
  }

  @Test
  void differsWithSeedRoundParticipantAndEpoch() {
    Set<List<Integer>> orders = new HashSet<>();

    for (int number = 0; number < 81; number++) {
      Assignment work = work(number % 3, 1 + number / 3 % 3, number / 9 % 3);
      orders.add(indices(ExampleOrder.shuffled(50, work, number / 27)));
    }

    assertThat(orders).hasSize(81);
  }

  @Test
  void putsEachExampleFirstAboutEquallyOften() {
    int[] first = new int[10];

    for (int round = 1; round <= 10_000; round++) {
      first[ExampleOrder.shuffled(10, work(1, round, 0), 0).at(0)]++;
    }

    double chiSquared = 0;
    for (int count : first) {
      chiSquared += (count - 1_000) * (count - 1_000) / 1_000.0;
    }
    assertThat(chiSquared).as("9 degrees of freedom, 99.9 %%").isLessThan(27.88);
  }

  private static List<Integer> indices(ExampleOrder order) {
    return IntStream.range(0, order.size()).mapToObj(order::at).toList();
  }

  private static Assignment work(long seed, long round, int participant) {
    TrainingSpec plan = new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 1, 1, seed);
    Payload head = Payload.ofModel(Tensors.zeros(TensorLayout.of()));
    return new Assignment(head, plan, round, participant);
  }
}
