package dev.mycelium.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CoordinatorTermTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void givesEveryNewHolderAGreaterEpoch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<NodeId> nodes = List.of(A, B, new NodeId("c"));
    CoordinatorTerm term = CoordinatorTerm.vacant();

    for (int step = 0; step < 200; step++) {
      NodeId node = nodes.get(random.nextInt(3));
      CoordinatorTerm before = term;
      term = random.nextBoolean() ? term.offer(node, random.nextInt(50)) : term.vacatedBy(node);

      boolean granted = before.isVacant() && !term.isVacant();
      assertThat(term.epoch() > before.epoch())
          .as("seed %d step %d", seed, step)
          .isEqualTo(granted);
      assertThat(term.epoch()).isGreaterThanOrEqualTo(before.epoch());
    }
  }

  @Test
  void leavesAHeldTermAsItIs() {
    CoordinatorTerm held = CoordinatorTerm.vacant().offer(A, 0);

    assertThat(held).isEqualTo(new CoordinatorTerm(A, 1));
    assertThat(held.offer(B, 99)).isEqualTo(held);
    assertThat(held.vacatedBy(B)).isEqualTo(held);
  }

  @Test
  void goesOnAboveWhatMembersSawBeforeTheDatabaseWasLost() {
    assertThat(CoordinatorTerm.vacant().offer(A, 41).epoch()).isEqualTo(42);
    assertThat(new CoordinatorTerm(null, 50).offer(A, 41).epoch()).isEqualTo(51);
  }

  @Test
  void believesReportsOnlySoFarThatWhatItGrantsCanBeReported() {
    long half = Heartbeat.MOST_EPOCHS / 2;
    CoordinatorTerm vacant = CoordinatorTerm.vacant();

    assertThat(vacant.offer(A, half - 1).epoch()).isEqualTo(half);
    assertThat(vacant.offer(A, half).epoch()).isEqualTo(half + 1);
    assertThat(vacant.offer(A, half + 1).epoch()).isEqualTo(half + 1);
    assertThat(vacant.offer(A, Heartbeat.MOST_EPOCHS).epoch()).isEqualTo(half + 1);
    assertThat(new CoordinatorTerm(null, half + 7).offer(A, Heartbeat.MOST_EPOCHS).epoch())
        .isEqualTo(half + 8);
  }

  @Test
  void permitsOnlyTheHolderInItsOwnEpoch() {
    CoordinatorTerm term = new CoordinatorTerm(A, 7);

    assertThat(term.permits(A, 7)).isTrue();
    assertThat(term.permits(A, 6)).isFalse();
    assertThat(term.permits(A, 8)).isFalse();
    assertThat(term.permits(B, 7)).isFalse();
    assertThat(term.vacatedBy(A).permits(A, 7)).isFalse();
  }

  @Test
  void refusesAnEpochThatNoGrantMade() {
    assertThatThrownBy(() -> new CoordinatorTerm(A, 0))
        .hasMessage("epoch: 0 (expected: > 0 with a holder, >= 0 without)");
    assertThatThrownBy(() -> new CoordinatorTerm(null, -1)).hasMessageContaining("epoch: -1");
  }
}
