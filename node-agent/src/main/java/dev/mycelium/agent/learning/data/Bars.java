package dev.mycelium.agent.learning.data;

import java.util.Arrays;
import java.util.List;

/**
 * Prices of equal intervals in the order of time, each at its own time.
 *
 * @param times seconds since 1970-01-01T00:00Z at which each interval begins, strictly ascending
 * @param volumes 0 where the exchange tells none
 */
record Bars(
    long[] times,
    double[] opens,
    double[] highs,
    double[] lows,
    double[] closes,
    double[] volumes) {

  /** One interval: its first, highest, lowest and last price, and what was traded. */
  record Bar(long time, double open, double high, double low, double close, double volume) {}

  /**
   * @param bars ascending by time
   */
  static Bars of(List<Bar> bars) {
    return new Bars(
        bars.stream().mapToLong(Bar::time).toArray(),
        bars.stream().mapToDouble(Bar::open).toArray(),
        bars.stream().mapToDouble(Bar::high).toArray(),
        bars.stream().mapToDouble(Bar::low).toArray(),
        bars.stream().mapToDouble(Bar::close).toArray(),
        bars.stream().mapToDouble(Bar::volume).toArray());
  }

  int count() {
    return times.length;
  }

  /** The bars from index {@code first} to the one before {@code end}. */
  Bars range(int first, int end) {
    return new Bars(
        Arrays.copyOfRange(times, first, end),
        Arrays.copyOfRange(opens, first, end),
        Arrays.copyOfRange(highs, first, end),
        Arrays.copyOfRange(lows, first, end),
        Arrays.copyOfRange(closes, first, end),
        Arrays.copyOfRange(volumes, first, end));
  }

  /** Usual time between two bars in seconds: the median; 1 for fewer than two bars. */
  long interval() {
    if (count() < 2) {
      return 1;
    }
    long[] steps = new long[count() - 1];
    Arrays.setAll(steps, i -> times[i + 1] - times[i]);
    Arrays.sort(steps);
    return steps[steps.length / 2];
  }
}
