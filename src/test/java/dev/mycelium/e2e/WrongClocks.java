package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundEntry;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Three agents train while a clock is set by an hour and by ten years, there and back. */
final class WrongClocks {
  private static final int MEMBERS = 3;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TEN_YEARS = Duration.ofDays(3653);

  private WrongClocks() {}

  /**
   * Three rounds under each setting, none of which may cost anybody anything.
   *
   * @param look run after each setting
   * @return the agents, which run on
   */
  static List<AgentProcess> endured(Network network, SettableClock clock, Runnable look) {
    String group =
        network.client().post("/groups", GroupText.digits(MEMBERS, "PT60S")).text("group_id");
    List<AgentProcess> agents =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> network.start("agent-" + i, "--group", group))
            .toList();
    network.awaitVersion(group, 2);
    for (Duration wrong :
        List.of(HOUR, HOUR.negated(), TEN_YEARS, TEN_YEARS.negated(), Duration.ZERO)) {
      clock.set(wrong);
      look.run();
      network.awaitVersion(group, network.client().newestVersion(group) + 3);
    }
    assertThat(agents).allSatisfy(agent -> assertThat(agent.events("joined")).hasSize(1));
    assertUndisturbed(network, group);
    return agents;
  }

  private static void assertUndisturbed(Network network, String group) {
    assertThat(network.client().heads(group)).extracting(Head::epoch).containsOnly(1L);
    assertThat(network.client().rounds(group))
        .allSatisfy(round -> assertThat(round.missing()).isNullOrEmpty())
        .isSortedAccordingTo(Comparator.comparing(RoundEntry::endedAt));
    assertThat(network.registry().events("node_expired")).isEmpty();
    assertThat(network.client().nodes())
        .allSatisfy(node -> assertThat(node.status()).isEqualTo(NodeStatus.ONLINE));
  }
}
