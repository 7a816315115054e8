package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules with state at the server against numpy, round after round, to 1e-6 of each section's
 * scale. {@code src/test/python/server_rules.py} writes what is compared with.
 */
class ServerRulesAgainstNumpyTest {

  private record Update(
      @JsonProperty("examples") long examples,
      @JsonProperty("steps") long steps,
      @JsonProperty("model") float[] model,
      @JsonProperty("control") float[] control) {

    Contribution from(int node, Aggregator rule) {
      Map<String, Tensors> sections = new TreeMap<>();
      rule.answers().forEach(name -> sections.put(name, tensors(control)));
      sections.put(Payload.MODEL, tensors(model));
      return new Contribution(new NodeId("node-" + node), new Payload(sections), examples, steps);
    }
  }

  private record Round(
      @JsonProperty("updates") List<Update> updates,
      @JsonProperty("head") Map<String, double[]> head) {}

  private record Run(
      @JsonProperty("strategy") StrategySpec strategy,
      @JsonProperty("members") int members,
      @JsonProperty("model") float[] model,
      @JsonProperty("rounds") List<Round> rounds) {}

  static Stream<Run> runs() throws IOException {
    try (InputStream json =
        ServerRulesAgainstNumpyTest.class.getResourceAsStream("/aggregation/server-rules.json")) {
      return Stream.of(
          JsonMapper.shared().readValue(Objects.requireNonNull(json, "json"), Run[].class));
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void makesTheHeadsThatNumpyMakes(Run run) {
    Aggregator rule = ServerRules.of(run.strategy());
    Payload head = Payload.copyOf(rule.begin(tensors(run.model())));
    assertThat(run.rounds()).isNotEmpty();
    for (Round round : run.rounds()) {
      List<Contribution> contributions = new ArrayList<>();
      for (int i = 0; i < round.updates().size(); i++) {
        contributions.add(round.updates().get(i).from(i, rule));
      }
      Aggregation next = rule.aggregate(head, new Cohort(contributions, run.members()));
      head = ((Aggregation.Aggregated) next).head();
      assertClose(head, round.head());
    }
  }

  private static void assertClose(Payload head, Map<String, double[]> expected) {
    assertThat(head.sections().keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, numbers) -> {
          double scale = 0;
          for (double number : numbers) {
            scale = Math.max(scale, Math.abs(number));
          }
          double[] actual = new double[numbers.length];
          head.section(name).read(0, actual, actual.length);
          assertThat(actual).as(name).containsExactly(numbers, within(1e-6 * scale));
        });
  }

  private static Tensors tensors(float... values) {
    return Tensors.of(TensorLayout.of(TensorSpec.of("w", values.length)), values);
  }
}
