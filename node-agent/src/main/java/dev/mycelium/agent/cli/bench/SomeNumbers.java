package dev.mycelium.agent.cli.bench;

import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Numbers in [-scale, scale) that are drawn as they are read, each by its position.
 *
 * @param seed other numbers for another one
 */
record SomeNumbers(TensorLayout layout, float scale, long seed) implements TensorValues {
  static final int MEMBERS = 10;
  private static final int CELL = 64;

  static SomeNumbers of(int numbers, double scale, long seed) {
    return new SomeNumbers(TensorLayout.of(TensorSpec.of("w", numbers)), (float) scale, seed);
  }

  static Payload head(int numbers) {
    return Payload.ofModel(Tensors.copyOf(of(numbers, 0.1, 0)));
  }

  static Cohort cohort(int numbers) {
    return new Cohort(
        IntStream.range(0, MEMBERS)
            .mapToObj(
                member ->
                    new Contribution(
                        node(member),
                        Payload.ofModel(Tensors.copyOf(of(numbers, 0.01, 1 + member))),
                        100 + member))
            .toList());
  }

  static NodeId node(int member) {
    return new NodeId("member-" + member);
  }

  @Override
  public void read(int from, float[] target, int at, int count) {
    int done = 0;
    while (done < count) {
      int cell = (from + done) / CELL;
      SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + cell);
      int skipped = from + done - cell * CELL;
      int next = Math.min(count - done, CELL - skipped);
      long bits = random.nextLong();
      for (int i = 0; i < next; i++) {
        long mixed = (bits + skipped + i) * 0xBF58476D1CE4E5B9L;
        target[at + done + i] = scale * ((mixed >> 40) * 0x1p-23f);
      }
      done += next;
    }
  }
}
