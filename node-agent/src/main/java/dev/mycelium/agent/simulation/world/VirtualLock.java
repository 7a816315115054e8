package dev.mycelium.agent.simulation.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock of a simulated process. Only who waits on a condition gives it up; all of what
 * waits is woken in an order drawn from the seed.
 */
final class VirtualLock implements Lock {
  private final Life life;
  private final Deque<Actor> queue = new ArrayDeque<>();
  private @Nullable Actor owner;
  private int depth;

  VirtualLock(Life life) {
    this.life = life;
  }

  @Override
  public void lock() {
    life.requireAlive();
    Actor self = Actor.current();
    if (owner != self) {
      self.stopMaybe();
      acquire(self, 0);
    }
    depth++;
  }

  private void acquire(Actor self, int again) {
    while (owner != null) {
      queue.addLast(self);
      self.pause(Actor.FOR_EVER);
      queue.remove(self);
    }
    owner = self;
    depth = again;
  }

  /** Where the process was killed, the finally blocks of its threads still come by. */
  @Override
  public void unlock() {
    if (life.isDead()) {
      return;
    }
    requireOwned();
    depth--;
    if (depth == 0) {
      release();
    }
  }

  private void release() {
    owner = null;
    queue.forEach(Actor::wake);
  }

  private void requireOwned() {
    if (owner != Actor.current()) {
      throw new IllegalMonitorStateException("owner: " + owner);
    }
  }

  @Override
  public Condition newCondition() {
    return new VirtualCondition();
  }

  @Override
  public void lockInterruptibly() {
    throw new UnsupportedOperationException("lock() is what the agent uses");
  }

  @Override
  public boolean tryLock() {
    throw new UnsupportedOperationException("lock() is what the agent uses");
  }

  @Override
  public boolean tryLock(long length, TimeUnit unit) {
    throw new UnsupportedOperationException("lock() is what the agent uses");
  }

  private final class VirtualCondition implements Condition {
    private final List<Actor> waiting = new ArrayList<>();

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
      requireOwned();
      Actor self = Actor.current();
      self.requireUninterrupted();
      long begin = life.time().nanos();
      int held = depth;
      depth = 0;
      release();
      waiting.add(self);
      self.pause(nanos);
      waiting.remove(self);
      acquire(self, held);
      self.requireUninterrupted();
      return nanos - (life.time().nanos() - begin);
    }

    @Override
    public void await() throws InterruptedException {
      long unused = awaitNanos(Actor.FOR_EVER);
    }

    @Override
    public void signalAll() {
      requireOwned();
      waiting.forEach(Actor::wake);
    }

    @Override
    public void signal() {
      signalAll();
    }

    @Override
    public void awaitUninterruptibly() {
      throw new UnsupportedOperationException("awaitNanos() is what the agent uses");
    }

    @Override
    public boolean await(long length, TimeUnit unit) throws InterruptedException {
      return awaitNanos(unit.toNanos(length)) > 0;
    }

    @Override
    public boolean awaitUntil(Date deadline) {
      throw new UnsupportedOperationException("awaitNanos() is what the agent uses");
    }
  }
}
