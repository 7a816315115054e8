package dev.mycelium.registry.node;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * When a call must be over, whatever it is waiting for.
 *
 * @param nanos on the scale of {@link System#nanoTime()}
 */
record Deadline(long nanos) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** At least one, because zero means "for ever" to a socket. */
  int millisLeft() throws SocketTimeoutException {
    long left = (nanos - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) left;
  }
}
