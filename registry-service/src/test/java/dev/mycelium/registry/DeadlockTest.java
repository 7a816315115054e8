package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.turn.Turn;
import dev.mycelium.registry.turn.Turns;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.annotation.Transactional;

/**
 * Two transactions that wait for each other: the database ends one, or both, and what it ended is
 * done again. SQLite has one writer at a time, so that none can hold what another needs.
 */
class DeadlockTest {

  @ParameterizedTest
  @EnumSource(names = {"H2", "POSTGRESQL"})
  void repeatsTheTransactionThatWasEnded(Engine engine) throws Exception {
    RunningRegistry registry = engine.shared();
    Crossing crossing = registry.advised(new Crossing(registry.bean(Turns.class)));
    List<Turn> turns = List.of(Turn.FOUNDING, Turn.ENROLMENT);

    List<Integer> done = Crowd.of(2, i -> () -> crossing.take(turns.get(i), turns.get(1 - i)));

    assertThat(done).hasSize(2);
    assertThat(crossing.attempts()).as("one of them at least again").isGreaterThanOrEqualTo(3);
  }

  /** Takes two turns in the order that it is told, right or wrong. */
  public static class Crossing {
    private final Turns turns;
    private final CountDownLatch bothHoldOne = new CountDownLatch(2);
    private final AtomicInteger attempts = new AtomicInteger();

    Crossing(Turns turns) {
      this.turns = turns;
    }

    @Transactional
    public int take(Turn first, Turn second) throws InterruptedException {
      turns.await(first);
      bothHoldOne.countDown();
      bothHoldOne.await();
      attempts.incrementAndGet();
      turns.await(second);
      return attempts.get();
    }

    int attempts() {
      return attempts.get();
    }
  }
}
