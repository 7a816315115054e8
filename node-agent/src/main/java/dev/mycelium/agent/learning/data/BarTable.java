package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bars as examples of a regression: {@link BarFeatures} of bar t, and as its answer ln(c(t+1) /
 * c(t)), the return of the next bar. A bar without {@link BarFeatures#WINDOW} bars up to it, or
 * whose next one comes after a long pause, is no example.
 *
 * <p>Examples are in the order of time. Between the last one to train on and the first one held out
 * lie so many others that no bar is seen by both.
 */
final class BarTable {
  /**
   * An example at t sees bars t-55 to t+1: with 56 examples between two of them, the earlier one's
   * last bar comes before the later one's first.
   */
  static final int EMBARGO = BarFeatures.WINDOW;

  private static final int LONG_PAUSE = 5;

  /** Of an example in memory: fifty features and the answer. */
  private static final int EXAMPLE_BYTES = (50 + 1) * Double.BYTES;

  private BarTable() {}

  static Dataset read(BarFile source, BarPeriod period, String name) {
    BarFile.Reading reading = source.read();
    Bars bars = within(period, reading.bars(), source.path());
    List<String> notes = new ArrayList<>(reading.notes());
    int[] pauses = pauses(bars, notes);
    int[] moments =
        IntStream.range(BarFeatures.WINDOW - 1, bars.count() - 1)
            .filter(t -> Arrays.binarySearch(pauses, t) < 0)
            .toArray();
    requireSome(moments.length, bars.count(), source, period);
    Table table = new Table(columns(bars, moments), new Answers.Numbers(returns(bars, moments)));
    return dataset(name, period.arrangement(times(bars, moments), EMBARGO), table, notes);
  }

  /**
   * Every bar with {@link BarFeatures#WINDOW} bars up to it, in the order of time: also one before
   * a long pause, and the newest, whose next one nobody knows yet.
   */
  static Dataset readUnanswered(BarFile source, BarPeriod period, String name) {
    BarFile.Reading reading = source.read();
    Bars bars = within(period, reading.bars(), source.path());
    int[] moments = IntStream.range(BarFeatures.WINDOW - 1, bars.count()).toArray();
    requireSome(moments.length, bars.count(), source, period);
    Table table =
        new Table(columns(bars, moments), new Answers.Unknown(moments.length, TaskKind.REGRESSION));
    return dataset(name, new Arrangement.Unordered(), table, reading.notes());
  }

  private static Dataset dataset(
      String name, Arrangement arrangement, Table table, List<String> notes) {
    TableExamples examples = TableExamples.all(table);
    return new Dataset(name, List.of(), arrangement, examples, examples.subset(new int[0]), notes);
  }

  private static void requireSome(int examples, int bars, BarFile source, BarPeriod period) {
    if (examples == 0) {
      throw UnreadableDatasetException.of(
          source.path(), period.text(), bars, "more than " + BarFeatures.WINDOW);
    }
    requireRoom(examples, source);
  }

  private static void requireRoom(int examples, BarFile source) {
    long most = source.budget().holds(EXAMPLE_BYTES);
    if (examples > most) {
      throw UnreadableDatasetException.of(
          source.path(), "bars to learn from", examples, MemoryBudget.atMost(most));
    }
  }

  private static Bars within(BarPeriod period, Bars all, Path file) {
    Bars bars = period.within(all);
    if (bars.count() == 0 && all.count() > 0) {
      Instant first = Instant.ofEpochSecond(all.times()[0]);
      Instant last = Instant.ofEpochSecond(all.times()[all.count() - 1]);
      throw UnreadableDatasetException.of(
          file, period.text(), "0 of %,d, %s to %s".formatted(all.count(), first, last), "> 0");
    }
    return bars;
  }

  private static long[] times(Bars bars, int[] moments) {
    return IntStream.of(moments).mapToLong(t -> bars.times()[t]).toArray();
  }

  /** Bars after which a long pause comes. */
  private static int[] pauses(Bars bars, List<String> notes) {
    long longest = LONG_PAUSE * bars.interval();
    int[] pauses =
        IntStream.range(0, bars.count() - 1)
            .filter(t -> bars.times()[t + 1] - bars.times()[t] > longest)
            .toArray();
    if (pauses.length > 0) {
      notes.add(
          "%,d pauses of more than %d intervals of %,d s: no return is learned across them"
              .formatted(pauses.length, LONG_PAUSE, bars.interval()));
    }
    return pauses;
  }

  private static double[] returns(Bars bars, int[] moments) {
    return IntStream.of(moments)
        .mapToDouble(t -> StrictMath.log(bars.closes()[t + 1] / bars.closes()[t]))
        .toArray();
  }

  private static List<TableColumn> columns(Bars bars, int[] moments) {
    List<String> names = BarFeatures.names();
    double[][] columns = new double[names.size()][moments.length];
    BarFeatures features = new BarFeatures(bars);
    for (int row = 0; row < moments.length; row++) {
      double[] values = features.at(moments[row]);
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = values[column];
      }
    }
    List<TableColumn> named = new ArrayList<>();
    for (int column = 0; column < columns.length; column++) {
      named.add(new TableColumn.Numbers(names.get(column), columns[column]));
    }
    return named;
  }
}
