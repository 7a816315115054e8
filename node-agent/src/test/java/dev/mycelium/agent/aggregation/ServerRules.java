package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Rules with state at the server, and heads and updates for them. */
final class ServerRules {
  /** More than a stripe. */
  static final TensorLayout LAYOUT =
      TensorLayout.of(TensorSpec.of("weight", 811, 83), TensorSpec.of("bias", 61));

  private ServerRules() {}

  static Aggregator of(StrategySpec strategy) {
    return new Strategies(
            plugin -> {
              throw new IllegalArgumentException(plugin);
            })
        .aggregator(strategy);
  }

  static Stream<Aggregator> all() {
    return Stream.of(
            new StrategySpec.FedAvgM(0.5, 0.9),
            new StrategySpec.FedAdagrad(0.1, 0.5, 1e-3),
            new StrategySpec.FedAdam(0.1, 0.9, 0.99, 1e-3),
            new StrategySpec.FedYogi(0.1, 0.9, 0.99, 1e-3),
            new StrategySpec.FedNova(0.9),
            new StrategySpec.Scaffold(0.5))
        .map(ServerRules::of);
  }

  /** A head in the middle of a run: each section of its own numbers, second moments above zero. */
  static Payload aHead(Aggregator rule, RandomGenerator random) {
    Map<String, Tensors> sections = new HashMap<>();
    rule.state().keySet().forEach(name -> sections.put(name, squares(name, random)));
    sections.put(Payload.MODEL, SomeTensors.aTensors(LAYOUT, 1, random));
    return new Payload(sections);
  }

  private static Tensors squares(String section, RandomGenerator random) {
    float[] values = new float[LAYOUT.elements()];
    SomeTensors.aTensors(LAYOUT, 0.1, random).read(0, values, values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = section.equals(FedOpt.SECOND_MOMENT) ? values[i] * values[i] : values[i];
    }
    return Tensors.adopt(LAYOUT, values);
  }

  static List<Contribution> updates(Aggregator rule, int members, RandomGenerator random) {
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      Map<String, Tensors> sections = new HashMap<>();
      rule.answers()
          .forEach(name -> sections.put(name, SomeTensors.aTensors(LAYOUT, 0.01, random)));
      sections.put(Payload.MODEL, SomeTensors.aTensors(LAYOUT, 0.01, random));
      contributions.add(
          new Contribution(
              new NodeId("node-%02d".formatted(i)),
              new Payload(sections),
              random.nextLong(1, 10_000),
              random.nextLong(1, 50)));
    }
    return contributions;
  }

  static Payload next(Aggregator rule, Payload head, List<Contribution> updates) {
    return ((Aggregation.Aggregated) rule.aggregate(head, new Cohort(updates))).head();
  }
}
