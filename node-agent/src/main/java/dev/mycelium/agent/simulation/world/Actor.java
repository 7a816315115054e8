package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A thread of a simulated process: runs only when it is its turn. */
final class Actor extends Thread {
  static final long FOR_EVER = Long.MAX_VALUE;

  private final VirtualTime time;
  private final Life life;
  private final Runnable work;
  private final Turn turn = new Turn(this);
  private final List<Actor> joining = new ArrayList<>();
  private long ticket;
  private boolean waiting;
  private boolean begun;
  private boolean ended;
  private boolean interrupted;
  private @Nullable Preemption preemption;

  Actor(VirtualTime time, Life life, String name, Runnable work) {
    super(null, null, life.name() + " " + name, 1 << 18);
    this.time = time;
    this.life = requireNonNull(life, "life");
    this.work = requireNonNull(work, "work");
    setDaemon(true);
  }

  /** The one that has the turn. */
  static Actor current() {
    if (Thread.currentThread() instanceof Actor actor) {
      return actor;
    }
    throw new IllegalStateException(
        "thread: %s (expected: one of the simulation)".formatted(Thread.currentThread().getName()));
  }

  Life life() {
    return life;
  }

  Turn turn() {
    return turn;
  }

  @Override
  public void start() {
    life.requireAlive();
    life.began(this);
    waiting = true;
    time.wake(this, ++ticket, time.nanos());
  }

  /** Runs on, or begins to. */
  void go() {
    waiting = false;
    turn.give();
    if (!begun) {
      begun = true;
      super.start();
    }
  }

  @Override
  public void run() {
    turn.await();
    try {
      life.requireAlive();
      work.run();
    } catch (Killed e) {
      // Its process is gone.
    } catch (RuntimeException | Error e) {
      time.fail(e);
    }
    ended = true;
    life.ended(this);
    joining.forEach(Actor::wake);
    time.leave();
  }

  void stopAtLocks(Preemption stops) {
    preemption = stops;
  }

  /** Lets others come in between, where it is due. */
  void stopMaybe() {
    long nanos = preemption == null ? 0 : preemption.nanos();
    if (nanos > 0) {
      pause(nanos);
    }
  }

  boolean awaits(long wake) {
    return waiting && ticket == wake;
  }

  /** Waits until somebody wakes this actor, which runs now, but no longer than {@code nanos}. */
  void pause(long nanos) {
    life.requireAlive();
    waiting = true;
    ticket++;
    if (nanos < FOR_EVER - time.nanos()) {
      time.wake(this, ticket, time.nanos() + Math.max(0, nanos));
    }
    time.pass(this);
    waiting = false;
    life.requireAlive();
  }

  void wake() {
    if (waiting) {
      time.wake(this, ticket, time.nanos());
    }
  }

  /** Whether the actor ended; whoever asks is woken when it does. */
  boolean endedOrWakes(Actor asking) {
    if (!ended && life.isAlive(this)) {
      joining.add(asking);
      return false;
    }
    return true;
  }

  @Override
  public void interrupt() {
    interrupted = true;
    wake();
  }

  void requireUninterrupted() throws InterruptedException {
    if (interrupted) {
      interrupted = false;
      throw new InterruptedException();
    }
  }
}
