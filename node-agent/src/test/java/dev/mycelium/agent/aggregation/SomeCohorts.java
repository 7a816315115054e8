package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Heads and cohorts for tests of rules. */
final class SomeCohorts {
  /** More than a stripe, and neither a whole number of stripes nor of blocks. */
  static final TensorLayout LAYOUT =
      TensorLayout.of(TensorSpec.of("weight", 611, 131), TensorSpec.of("bias", 61));

  private SomeCohorts() {}

  static Payload aHead(RandomGenerator random) {
    return Payload.ofModel(SomeTensors.aTensors(LAYOUT, 1, random));
  }

  static Cohort aCohort(int members, RandomGenerator random) {
    return cohort(
        members, member -> Payload.ofModel(SomeTensors.aTensors(LAYOUT, 0.01, random)), random);
  }

  static Cohort cohort(int members, IntFunction<Payload> delta, RandomGenerator random) {
    return new Cohort(
        IntStream.range(0, members)
            .mapToObj(
                member ->
                    new Contribution(node(member), delta.apply(member), random.nextLong(1, 1000)))
            .toList());
  }

  /** One tensor of the given numbers in each update. */
  static Cohort ofNumbers(float[]... updates) {
    return new Cohort(
        IntStream.range(0, updates.length)
            .mapToObj(member -> new Contribution(node(member), numbers(updates[member]), 1))
            .toList());
  }

  static Payload numbers(float... values) {
    return Payload.ofModel(Tensors.of(TensorLayout.of(TensorSpec.of("x", values.length)), values));
  }

  static NodeId node(int member) {
    return new NodeId("node-%03d".formatted(member));
  }

  static Payload next(Aggregator rule, Payload head, Cohort cohort) {
    Aggregation result = rule.aggregate(head, cohort);
    if (result instanceof Aggregation.Aggregated aggregated) {
      return aggregated.head();
    }
    throw new AssertionError(result);
  }

  static float[] values(PayloadValues payload) {
    float[] values = new float[payload.model().elements()];
    payload.model().read(0, values, values.length);
    return values;
  }

  static List<Float> valuesAt(int position, Cohort cohort) {
    return cohort.contributions().stream()
        .map(contribution -> values(contribution.delta())[position])
        .toList();
  }
}
