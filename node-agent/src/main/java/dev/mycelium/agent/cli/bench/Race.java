package dev.mycelium.agent.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Contenders at the same work, one after the other and around again, so that a busy machine hits
 * all alike: times may swing, their ratios hardly do. The first is the one that is compared with.
 *
 * @param work what is done, as a person reads it
 * @param goal most milliseconds that the first should take
 */
record Race(String work, double goal, List<Contender> contenders) {
  private static final String ROW = "%-22s %9s %9s %9s %9s%n";

  Race {
    contenders = List.copyOf(contenders);
  }

  /**
   * Runs all in turn.
   *
   * @param warmUp rounds before those that count
   * @return nanoseconds by contender and round
   */
  Times run(int warmUp, int runs) {
    long[][] nanos = new long[contenders.size()][runs];
    for (int run = -warmUp; run < runs; run++) {
      for (int contender = 0; contender < nanos.length; contender++) {
        nanos[contender][Math.max(run, 0)] = contenders.get(contender).nanos();
      }
    }
    return new Times(this, nanos);
  }

  /** What a race came to. */
  record Times(Race race, long[][] nanos) {

    /** Milliseconds, least and median, and how many times the first's they are. */
    String table() {
      StringBuilder text = new StringBuilder();
      text.append("%s (goal: %.0f ms)%n".formatted(race.work(), race.goal()));
      text.append(ROW.formatted("", "min ms", "median ms", "x min", "x median"));
      long[] first = sorted(0);
      for (int contender = 0; contender < nanos.length; contender++) {
        String name = race.contenders().get(contender).name();
        long[] times = sorted(contender);
        text.append(
            times[0] == Contender.NOT_RUN
                ? ROW.formatted(name, "not run", "", "", "")
                : row(name, times, first));
      }
      return text.toString();
    }

    private static String row(String name, long[] times, long[] first) {
      int middle = times.length / 2;
      return ROW.formatted(
          name,
          number(times[0] / 1e6),
          number(times[middle] / 1e6),
          number((double) times[0] / first[0]),
          number((double) times[middle] / first[middle]));
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, "%.2f", value);
    }

    private long[] sorted(int contender) {
      long[] sorted = nanos[contender].clone();
      Arrays.sort(sorted);
      return sorted;
    }

    /** Lines {@code work,contender,run,nanoseconds} of all that ran. */
    List<String> rows() {
      List<String> rows = new ArrayList<>();
      for (int contender = 0; contender < nanos.length; contender++) {
        for (int run = 0; run < nanos[contender].length; run++) {
          if (nanos[contender][run] != Contender.NOT_RUN) {
            String name = race.contenders().get(contender).name();
            rows.add("%s,%s,%d,%d".formatted(race.work(), name, run, nanos[contender][run]));
          }
        }
      }
      return rows;
    }
  }
}
