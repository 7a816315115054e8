package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One clock and one queue of events. Of all threads of a simulation exactly one runs at any time,
 * until it waits or ends: then it takes the next events from the queue, and hands its turn to
 * whoever is woken by one. Time passes only from event to event. What happens at the same moment
 * happens in an order drawn from the seed.
 *
 * <p>Guarded by the turn: whoever calls a method has it.
 */
final class VirtualTime {
  private static final long MOST_EVENTS = 5_000_000;
  private static final long HUNG_NANOS = Duration.ofMinutes(2).toNanos();

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final SplittableRandom ties;
  private final Turn driver = new Turn(Thread.currentThread());
  private final List<Runnable> observers = new ArrayList<>();
  private long now;
  private long end;
  private long events;
  private long scheduled;
  private @Nullable Throwable failure;

  private record Event(long at, long tie, long number, Supplier<@Nullable Actor> deed)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      int byTie = byTime == 0 ? Long.compare(tie, other.tie) : byTime;
      return byTie == 0 ? Long.compare(number, other.number) : byTie;
    }
  }

  VirtualTime(long seed) {
    ties = new SplittableRandom(seed);
  }

  /** Runs after every event; what it throws ends the run. */
  void observe(Runnable watching) {
    observers.add(requireNonNull(watching, "watching"));
  }

  /** Nanoseconds since the beginning. */
  long nanos() {
    return now;
  }

  /** Events so far. */
  long events() {
    return events;
  }

  /** Does {@code deed} after {@code delay}, on whatever thread has the turn then. */
  void after(Duration delay, Runnable deed) {
    schedule(
        now + delay.toNanos(),
        () -> {
          deed.run();
          return null;
        });
  }

  /** Gives {@code actor} its turn at {@code at}, if it still waits for this very wake then. */
  void wake(Actor actor, long ticket, long at) {
    schedule(
        at,
        () -> {
          if (!actor.awaits(ticket)) {
            return null;
          }
          long paused = actor.life().pausedUntil();
          if (paused > now) {
            wake(actor, ticket, paused);
            return null;
          }
          return actor;
        });
  }

  private void schedule(long at, Supplier<@Nullable Actor> deed) {
    queue.add(new Event(Math.max(at, now), ties.nextLong(), scheduled++, deed));
  }

  /** The run is over, and this is why. */
  void fail(Throwable cause) {
    failure = failure == null ? cause : failure;
  }

  /** Lets others run until it is the turn of {@code self} again. */
  void pass(Actor self) {
    Actor next = next();
    if (next != self) {
      give(next);
      self.turn().await();
    }
  }

  /** The calling actor ends. */
  void leave() {
    give(next());
  }

  private void give(@Nullable Actor next) {
    if (next == null) {
      driver.give();
    } else {
      next.go();
    }
  }

  /** Lets {@code length} pass; throws what ended the run early. */
  void run(Duration length) {
    driver.ownedBy(Thread.currentThread());
    end = now + length.toNanos();
    drive();
    if (failure == null) {
      now = end;
    } else if (failure instanceof Error error) {
      throw error;
    } else {
      throw new IllegalStateException("the simulation broke: " + failure, failure);
    }
  }

  /** Forgets all that was to come but what is scheduled by {@code last}, and runs that. */
  void drain(Runnable last) {
    driver.ownedBy(Thread.currentThread());
    queue.clear();
    observers.clear();
    failure = null;
    last.run();
    end = Long.MAX_VALUE;
    drive();
  }

  private void drive() {
    Actor next = next();
    while (next != null) {
      next.go();
      if (!driver.awaitNanos(HUNG_NANOS)) {
        throw new IllegalStateException("hangs outside of the simulation: " + stackOf(next));
      }
      next = next();
    }
  }

  private static String stackOf(Actor actor) {
    StringBuilder stack = new StringBuilder(actor.toString());
    for (StackTraceElement element : actor.getStackTrace()) {
      stack.append("\n  at ").append(element);
    }
    return stack.toString();
  }

  /** Runs events until one wakes somebody; null if whoever drives has to look. */
  private @Nullable Actor next() {
    while (true) {
      check();
      Event event = queue.peek();
      if (failure != null || event == null || event.at() > end) {
        return null;
      }
      queue.remove();
      now = event.at();
      events++;
      Actor woken = happen(event);
      if (woken != null) {
        return woken;
      }
    }
  }

  private @Nullable Actor happen(Event event) {
    try {
      return event.deed().get();
    } catch (RuntimeException | Error e) {
      fail(e);
      return null;
    }
  }

  private void check() {
    try {
      observers.forEach(Runnable::run);
      if (events > MOST_EVENTS) {
        throw new IllegalStateException("events: %d, and time stands still".formatted(events));
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }
}
