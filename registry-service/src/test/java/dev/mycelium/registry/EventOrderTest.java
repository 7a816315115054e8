package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.event.Events;
import dev.mycelium.wire.event.NetworkEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Who asks for the events after the last one seen misses none, however writers overtake. */
@OnEveryDatabase
class EventOrderTest {
  private static final int WRITERS = 8;
  private static final int EACH = 15;

  private final RunningRegistry registry;
  private final Events events;

  EventOrderTest(Engine engine) {
    registry = engine.shared();
    events = registry.bean(Events.class);
  }

  @Test
  void showsEveryEventToAReaderThatFollows() throws Exception {
    new Story(registry).node();
    List<NetworkEvent> seen = new ArrayList<>(events.after(0, Integer.MAX_VALUE));
    int before = seen.size();
    AtomicInteger writing = new AtomicInteger(WRITERS);

    Interruption.during(
        () ->
            Crowd.of(
                WRITERS + 1, i -> () -> i < WRITERS ? register(writing) : follow(writing, seen)),
        registry,
        new UnevenCommits());

    assertThat(seen)
        .hasSizeGreaterThanOrEqualTo(before + WRITERS * EACH)
        .isEqualTo(events.after(0, seen.size()));
  }

  private int register(AtomicInteger writing) {
    Story story = new Story(registry);
    for (int i = 0; i < EACH; i++) {
      story.node();
    }
    return writing.decrementAndGet();
  }

  private int follow(AtomicInteger writing, List<NetworkEvent> seen) {
    boolean last;
    do {
      last = writing.get() == 0;
      seen.addAll(events.after(seen.get(seen.size() - 1).id(), 1000));
    } while (!last);
    return seen.size();
  }

  /** Some transactions dawdle between their last statement and their commit. */
  private static final class UnevenCommits implements TransactionExecutionListener {
    private final AtomicInteger commits = new AtomicInteger();

    @Override
    public void beforeCommit(TransactionExecution transaction) {
      if (!transaction.isReadOnly() && commits.incrementAndGet() % 3 == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }
}
