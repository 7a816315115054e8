package dev.mycelium.agent.learning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Fifty numbers about the {@value #WINDOW} bars that end at one bar, and about no other: what comes
 * later cannot change them. With c the close, o the open, h the high, l the low and v the volume of
 * bar t, r = ln(c(t) / c(t-1)), and all windows of n bars ending at t:
 *
 * <ul>
 *   <li>{@code return_n} ln(c(t) / c(t-n)), n = 1 2 3 5 8 13 21 34 48 55
 *   <li>{@code volatility_n} standard deviation of r, n = 5 10 20 40 55
 *   <li>{@code trend_n} ln(c / mean c), n = 5 10 20 40 55
 *   <li>{@code place_n} (c - lowest l) / (highest h - lowest l) - 1/2, n = 5 10 20 55
 *   <li>{@code strength_n} gains / (gains + losses) - 1/2 of r (Cutler's RSI), n = 7 14 28
 *   <li>{@code band_n} (c - mean c) / standard deviation of c (Bollinger), n = 10 20 40
 *   <li>{@code body} ln(c/o), {@code range} ln(h/l), {@code upper} ln(h/max(o, c)), {@code lower}
 *       ln(min(o, c)/l), {@code gap} ln(o(t)/c(t-1))
 *   <li>{@code range_n} mean of ln(h/l), n = 5 20 55
 *   <li>{@code cross_m_n} ln(mean c over m / mean c over n), (m, n) = (5, 20) (10, 40) (20, 55)
 *   <li>{@code volume_m_n} ln((1 + mean v over m) / (1 + mean v over n)), (m, n) = (1, 5) (1, 20)
 *       (5, 20) (20, 55)
 *   <li>{@code flow_20} sum of v sign(r) / sum of v, {@code pressure_20} correlation of r and v,
 *       {@code echo_20} correlation of r(t) and r(t-1)
 *   <li>{@code week_sin}, {@code week_cos} of 2 pi times the share of the week since Monday, UTC
 * </ul>
 *
 * A quotient without a denominator is 0.
 */
final class BarFeatures {
  /** Bars that one row of features looks at: t-55 to t. */
  static final int WINDOW = 56;

  private static final int[] RETURNS = {1, 2, 3, 5, 8, 13, 21, 34, 48, 55};
  private static final int[] DEVIATIONS = {5, 10, 20, 40, 55};
  private static final int[] PLACES = {5, 10, 20, 55};
  private static final int[] STRENGTHS = {7, 14, 28};
  private static final int[] BANDS = {10, 20, 40};
  private static final int[] RANGES = {5, 20, 55};
  private static final int[][] CROSSES = {{5, 20}, {10, 40}, {20, 55}};
  private static final int[][] VOLUMES = {{1, 5}, {1, 20}, {5, 20}, {20, 55}};
  private static final int LONG = 20;
  private static final long WEEK = 7 * 86_400;

  /** 1970-01-05T00:00Z, a Monday. */
  private static final long MONDAY = 4 * 86_400;

  private static final List<String> NAMES = List.copyOf(spelled());

  private final Bars bars;
  private final double[] returns;
  private final double[] ranges;

  BarFeatures(Bars bars) {
    this.bars = bars;
    this.returns = new double[bars.count()];
    this.ranges = new double[bars.count()];
    for (int t = 0; t < bars.count(); t++) {
      returns[t] = t == 0 ? 0 : StrictMath.log(bars.closes()[t] / bars.closes()[t - 1]);
      ranges[t] = StrictMath.log(bars.highs()[t] / bars.lows()[t]);
    }
  }

  /** In the order of {@link #at}. */
  static List<String> names() {
    return NAMES;
  }

  private static List<String> spelled() {
    List<String> names = new ArrayList<>();
    Arrays.stream(RETURNS).forEach(n -> names.add("return_" + n));
    Arrays.stream(DEVIATIONS).forEach(n -> names.add("volatility_" + n));
    Arrays.stream(DEVIATIONS).forEach(n -> names.add("trend_" + n));
    Arrays.stream(PLACES).forEach(n -> names.add("place_" + n));
    Arrays.stream(STRENGTHS).forEach(n -> names.add("strength_" + n));
    Arrays.stream(BANDS).forEach(n -> names.add("band_" + n));
    names.addAll(List.of("body", "range", "upper", "lower", "gap"));
    Arrays.stream(RANGES).forEach(n -> names.add("range_" + n));
    Arrays.stream(CROSSES).forEach(n -> names.add(pair("cross", n)));
    Arrays.stream(VOLUMES).forEach(n -> names.add(pair("volume", n)));
    names.addAll(List.of("flow_20", "pressure_20", "echo_20", "week_sin", "week_cos"));
    return names;
  }

  /** The features of bar {@code t}, at least {@code WINDOW - 1}. */
  double[] at(int t) {
    Row row = new Row(NAMES.size());
    double close = bars.closes()[t];
    Arrays.stream(RETURNS).forEach(n -> row.add(StrictMath.log(close / bars.closes()[t - n])));
    Arrays.stream(DEVIATIONS).forEach(n -> row.add(deviation(returns, t, n)));
    Arrays.stream(DEVIATIONS)
        .forEach(n -> row.add(StrictMath.log(close / mean(bars.closes(), t, n))));
    Arrays.stream(PLACES).forEach(n -> row.add(place(t, n)));
    Arrays.stream(STRENGTHS).forEach(n -> row.add(strength(t, n)));
    Arrays.stream(BANDS)
        .forEach(
            n ->
                row.add(
                    quotient(close - mean(bars.closes(), t, n), deviation(bars.closes(), t, n))));
    addShape(row, t);
    Arrays.stream(RANGES).forEach(n -> row.add(mean(ranges, t, n)));
    Arrays.stream(CROSSES)
        .forEach(
            n ->
                row.add(
                    StrictMath.log(mean(bars.closes(), t, n[0]) / mean(bars.closes(), t, n[1]))));
    Arrays.stream(VOLUMES).forEach(n -> row.add(StrictMath.log(volume(t, n[0]) / volume(t, n[1]))));
    addFlow(row, t);
    double week = 2 * Math.PI * Math.floorMod(bars.times()[t] - MONDAY, WEEK) / WEEK;
    row.add(StrictMath.sin(week));
    row.add(StrictMath.cos(week));
    return row.values;
  }

  private void addShape(Row row, int t) {
    double open = bars.opens()[t];
    double close = bars.closes()[t];
    row.add(StrictMath.log(close / open));
    row.add(ranges[t]);
    row.add(StrictMath.log(bars.highs()[t] / Math.max(open, close)));
    row.add(StrictMath.log(Math.min(open, close) / bars.lows()[t]));
    row.add(StrictMath.log(open / bars.closes()[t - 1]));
  }

  private void addFlow(Row row, int t) {
    double signed = 0;
    double all = 0;
    for (int i = t - LONG + 1; i <= t; i++) {
      signed += bars.volumes()[i] * Math.signum(returns[i]);
      all += bars.volumes()[i];
    }
    row.add(quotient(signed, all));
    row.add(correlation(returns, t, bars.volumes(), t));
    row.add(correlation(returns, t, returns, t - 1));
  }

  private double volume(int t, int n) {
    return 1 + mean(bars.volumes(), t, n);
  }

  private double place(int t, int n) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (int i = t - n + 1; i <= t; i++) {
      lowest = Math.min(lowest, bars.lows()[i]);
      highest = Math.max(highest, bars.highs()[i]);
    }
    return highest == lowest ? 0 : (bars.closes()[t] - lowest) / (highest - lowest) - 0.5;
  }

  private double strength(int t, int n) {
    double gains = 0;
    double moves = 0;
    for (int i = t - n + 1; i <= t; i++) {
      gains += Math.max(returns[i], 0);
      moves += Math.abs(returns[i]);
    }
    return moves == 0 ? 0 : gains / moves - 0.5;
  }

  private static double mean(double[] values, int t, int n) {
    double sum = 0;
    for (int i = t - n + 1; i <= t; i++) {
      sum += values[i];
    }
    return sum / n;
  }

  private static double deviation(double[] values, int t, int n) {
    double mean = mean(values, t, n);
    double squares = 0;
    for (int i = t - n + 1; i <= t; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return Math.sqrt(squares / n);
  }

  /** Pearson's, of the last {@link #LONG} values up to {@code s} and up to {@code t}. */
  private static double correlation(double[] one, int s, double[] other, int t) {
    double meanOne = mean(one, s, LONG);
    double meanOther = mean(other, t, LONG);
    double products = 0;
    for (int k = 0; k < LONG; k++) {
      products += (one[s - k] - meanOne) * (other[t - k] - meanOther);
    }
    return quotient(products / LONG, deviation(one, s, LONG) * deviation(other, t, LONG));
  }

  private static double quotient(double numerator, double denominator) {
    return denominator == 0 ? 0 : numerator / denominator;
  }

  private static String pair(String name, int[] n) {
    return String.format(Locale.ROOT, "%s_%d_%d", name, n[0], n[1]);
  }

  private static final class Row {
    private final double[] values;
    private int size;

    Row(int size) {
      this.values = new double[size];
    }

    void add(double value) {
      values[size++] = value;
    }
  }
}
