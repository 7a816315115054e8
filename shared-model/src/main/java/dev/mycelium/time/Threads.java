package dev.mycelium.time;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

/**
 * Where threads and their waits come from: the JVM, or a simulation that lets one thread run at a
 * time and makes time pass only while all wait. Whoever waits for anything but its own work waits
 * on a condition of a lock from here.
 */
public interface Threads {

  /** A daemon that is not started yet. */
  Thread newThread(String name, Runnable work);

  /** Reentrant, with conditions. */
  Lock newLock();

  /** Waits for the end of a thread from here; returns whether it ended. */
  boolean join(Thread thread, Duration atMost) throws InterruptedException;

  /** Those of this JVM. */
  static Threads ofJvm() {
    return JvmThreads.INSTANCE;
  }
}
