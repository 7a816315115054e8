package dev.mycelium.agent.tensor;

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
public final class Stripes {
  public static final int LENGTH = 65_536;

  /** Stripes that {@link #inOrder} holds at a time: 4 MiB. */
  private static final int AHEAD = 16;

  /** Work on the positions {@code begin} to {@code end - 1}, of which no other stripe has any. */
  @FunctionalInterface
  public interface Work {
    void on(int begin, int end);
  }

  /** Takes the next {@code count} numbers, from the start of {@code numbers}. */
  @FunctionalInterface
  public interface Sink<E extends Exception> {
    void take(float[] numbers, int count) throws E;
  }

  private Stripes() {}

  public static int count(int elements) {
    return (int) (((long) elements + LENGTH - 1) / LENGTH);
  }

  public static void each(int elements, Work work) {
    IntStream.range(0, count(elements)).parallel().forEach(stripe -> work(stripe, elements, work));
  }

  /**
   * Passes all numbers on in their order, stripe by stripe, of which some are read or computed side
   * by side before they are passed on.
   *
   * @return false if a number was NaN or infinite: none from its stripe on was passed on
   */
  public static <E extends Exception> boolean inOrder(TensorValues values, Sink<E> sink) throws E {
    int elements = values.elements();
    int stripes = count(elements);
    float[][] read = new float[Math.min(AHEAD, stripes)][Math.min(LENGTH, elements)];
    boolean[] finite = new boolean[read.length];
    for (int first = 0; first < stripes; first += read.length) {
      int begun = first;
      int many = Math.min(read.length, stripes - first);
      IntStream.range(0, many)
          .parallel()
          .forEach(
              at ->
                  work(
                      begun + at,
                      elements,
                      (begin, end) -> {
                        values.read(begin, read[at], 0, end - begin);
                        finite[at] = Finiteness.of(read[at], 0, end - begin);
                      }));
      for (int at = 0; at < many; at++) {
        if (!finite[at]) {
          return false;
        }
        sink.take(read[at], Math.min(LENGTH, elements - (first + at) * LENGTH));
      }
    }
    return true;
  }

  private static void work(int stripe, int elements, Work work) {
    int begin = stripe * LENGTH;
    work.on(begin, Math.min(elements - begin, LENGTH) + begin);
  }
}
