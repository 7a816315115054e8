package dev.mycelium.agent.aggregation;

import java.util.stream.IntStream;

/**
 * Cuts the positions of a section into stripes of 65,536 that are worked on side by side, on the
 * processors of the machine. Where a stripe begins never depends on the number of threads: whatever
 * is computed from one stripe alone, or summed over stripes in their order, has the same bits on
 * any machine.
 *
 * <p>The threads are those of the common pool; a caller that is itself a task of a {@link
 * java.util.concurrent.ForkJoinPool} uses that pool.
 */
final class Stripes {
  static final int LENGTH = 65_536;

  /** Work on the positions {@code begin} to {@code end - 1}, of which no other stripe has any. */
  interface Work {
    void on(int begin, int end);
  }

  private Stripes() {}

  static int count(int elements) {
    return (int) (((long) elements + LENGTH - 1) / LENGTH);
  }

  static void each(int elements, Work work) {
    IntStream.range(0, count(elements))
        .parallel()
        .forEach(
            stripe -> {
              int begin = stripe * LENGTH;
              work.on(begin, Math.min(elements - begin, LENGTH) + begin);
            });
  }
}
