package dev.mycelium.agent.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Hourly bars of an exchange that does not exist: the log return of bar t is
 *
 * <pre>
 * r(t) = echo r(t-1) + .005 (.8 m(t) + .6 x(t))
 * </pre>
 *
 * with standard normal m, the market's, the same on all exchanges of a seed, and x, the exchange's
 * own. The best forecast of r(t) is echo r(t-1), whose R² is echo². Opens are the closes before;
 * highs and lows lie up to .2 % outside; volumes are uniform and mean nothing.
 *
 * @param exchange from 0
 * @param echo share of a return that comes again, or is taken back, in -1 to 1, both excluded
 */
record SyntheticBars(long seed, int exchange, double echo) {
  private static final int BARS = 2_500;
  private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
  private static final double VOLATILITY = 0.005;
  private static final double COMMON = 0.8;
  private static final double OWN = 0.6;
  private static final double WICK = 0.002;

  /** Makes the folders above the file, too. */
  void writeTo(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
        write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be written: " + e.getMessage(), e);
    }
  }

  private void write(PrintWriter out) {
    SplittableRandom market = new SplittableRandom(seed);
    SplittableRandom own = new SplittableRandom(seed + 1 + exchange);
    out.println("time,open,high,low,close,volume");
    double close = 100 * (1 + exchange);
    double change = 0;
    for (int t = 0; t < BARS; t++) {
      double shock = COMMON * market.nextGaussian() + OWN * own.nextGaussian();
      change = echo * change + VOLATILITY * shock;
      double open = close;
      close = open * Math.exp(change);
      double high = Math.max(open, close) * (1 + WICK * own.nextDouble());
      double low = Math.min(open, close) * (1 - WICK * own.nextDouble());
      out.println(
          String.format(
              Locale.ROOT,
              "%s,%.6f,%.6f,%.6f,%.6f,%.3f",
              BEGIN.plus(t, ChronoUnit.HOURS),
              open,
              high,
              low,
              close,
              10 + 90 * own.nextDouble()));
    }
  }
}
