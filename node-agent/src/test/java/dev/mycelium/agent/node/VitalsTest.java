package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import org.junit.jupiter.api.Test;

/** What heartbeats say of a node's will to coordinate. */
class VitalsTest {
  private static final GroupId HERE = new GroupId("here");
  private static final GroupId THERE = new GroupId("there");

  private final Vitals vitals =
      new Vitals(new NodeRegistration("h:1", new NodeId("n"), null, null, null, true, null, 1));

  @Test
  void declinesInOneGroupOnly() {
    vitals.entered(HERE);
    boolean news = vitals.declines(HERE);

    assertThat(vitals.heartbeat().offersCoordination()).isFalse();
    vitals.entered(THERE);
    assertThat(vitals.heartbeat().offersCoordination()).isTrue();
    vitals.entered(HERE);
    assertThat(vitals.heartbeat().offersCoordination()).isFalse();
    assertThat(news).isTrue();
  }

  @Test
  void isNewsOnceThatItDeclines() {
    boolean first = vitals.declines(HERE);
    boolean again = vitals.declines(HERE);

    assertThat(first).isTrue();
    assertThat(again).isFalse();
  }
}
