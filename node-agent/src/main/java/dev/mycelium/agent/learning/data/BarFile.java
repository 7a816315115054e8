package dev.mycelium.agent.learning.data;

import dev.mycelium.agent.learning.data.Bars.Bar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an exchange's bars from delimited text, newest or oldest first. Above the line that names
 * the columns there may be others. Rows that cannot be true are left out, equal times are one bar,
 * and the rest is put into order; each of these is counted and told.
 */
final class BarFile {
  /** Of a bar while it is read: an object of 64, its place in three lists, 48 in arrays. */
  private static final int BAR_BYTES = 128;

  private static final int LINES_ABOVE_HEADER = 10;

  /** A price that doubles inside one bar is a slip of the exchange. */
  private static final double WIDEST_RANGE = 2;

  private final Path file;
  private final String prefix;
  private final MemoryBudget budget;
  private final List<Bar> read = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int dirty;
  private String firstDirty = "";

  /**
   * @param symbol stands before the names of columns with a colon, as in BTC:open; empty if nothing
   *     does
   */
  BarFile(Path file, String symbol, MemoryBudget budget) {
    this.file = file;
    this.prefix = symbol.isEmpty() ? "" : symbol.toLowerCase(Locale.ROOT) + ":";
    this.budget = budget;
  }

  /** Clean bars in the order of time, with what had to be done for it. */
  record Reading(Bars bars, List<String> notes) {}

  Path path() {
    return file;
  }

  MemoryBudget budget() {
    return budget;
  }

  Reading read() {
    long most = budget.holds(BAR_BYTES);
    try (CsvRecords records = CsvRecords.open(file, ',', CsvLimits.within(budget))) {
      Columns columns = columns(records);
      for (List<String> row = records.next(); !row.isEmpty(); row = records.next()) {
        bar(row, columns, records.line()).ifPresent(read::add);
        if (read.size() > most) {
          throw records.at("bars so far", read.size(), MemoryBudget.atMost(most));
        }
      }
    }
    if (dirty > 0) {
      notes.add("%,d rows are left out, the first in %s".formatted(dirty, firstDirty));
    }
    return new Reading(Bars.of(ordered()), notes);
  }

  private record Columns(
      int time,
      int open,
      int close,
      @Nullable Integer high,
      @Nullable Integer low,
      @Nullable Integer volume,
      int width) {}

  private Columns columns(CsvRecords records) {
    for (int line = 0; line < LINES_ABOVE_HEADER; line++) {
      List<String> names =
          records.next().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
      if (names.contains(prefix + "open") && names.contains(prefix + "close")) {
        return columns(names);
      }
    }
    throw records.at(
        "columns",
        "no line names them",
        "%sopen and %sclose in one of the first %d lines; symbol= names one of several"
            .formatted(prefix, prefix, LINES_ABOVE_HEADER));
  }

  private Columns columns(List<String> names) {
    Integer high = find(names, (prefix + "high")::equals);
    Integer low = find(names, (prefix + "low")::equals);
    Integer volume = find(names, name -> name.startsWith(prefix + "volume"));
    Integer unix = find(names, name -> name.startsWith("unix") || name.startsWith("timestamp"));
    Integer date = find(names, name -> name.startsWith("date") || name.startsWith("time"));
    Integer blank = find(names, String::isEmpty);
    Integer time = unix != null ? unix : date != null ? date : blank;
    if (time == null) {
      throw UnreadableDatasetException.of(file, "columns", names, "one of unix, timestamp, date");
    }
    if (high == null || low == null || volume == null) {
      notes.add("high, low or volume is not told: the higher and lower of open and close, and 0");
    }
    int open = names.indexOf(prefix + "open");
    return new Columns(
        time, open, names.indexOf(prefix + "close"), high, low, volume, names.size());
  }

  private static @Nullable Integer find(List<String> names, Predicate<String> wanted) {
    return IntStream.range(0, names.size())
        .filter(i -> wanted.test(names.get(i)))
        .boxed()
        .findFirst()
        .orElse(null);
  }

  private Optional<Bar> bar(List<String> row, Columns columns, long line) {
    if (row.size() != columns.width()) {
      return dirty(line, "%d values (expected: %d)".formatted(row.size(), columns.width()));
    }
    OptionalLong time = BarTime.seconds(row.get(columns.time()));
    if (time.isEmpty()) {
      return dirty(line, "time " + CellText.quoted(row.get(columns.time())));
    }
    double open = number(row, columns.open());
    double close = number(row, columns.close());
    double high = columns.high() == null ? Math.max(open, close) : number(row, columns.high());
    double low = columns.low() == null ? Math.min(open, close) : number(row, columns.low());
    double volume = columns.volume() == null ? 0 : number(row, columns.volume());
    boolean sound =
        low > 0
            && low <= Math.min(open, close)
            && high >= Math.max(open, close)
            && high <= WIDEST_RANGE * low
            && volume >= 0;
    return sound
        ? Optional.of(new Bar(time.getAsLong(), open, high, low, close, volume))
        : dirty(
            line,
            "open %s, high %s, low %s, close %s, volume %s"
                .formatted(open, high, low, close, volume));
  }

  /** NaN, which no comparison holds for, if there is no number. */
  private static double number(List<String> row, int column) {
    OptionalDouble number = CellText.number(row.get(column));
    return number.isPresent() ? number.getAsDouble() : Double.NaN;
  }

  private Optional<Bar> dirty(long line, String what) {
    if (dirty++ == 0) {
      firstDirty = "line " + line + ": " + what;
    }
    return Optional.empty();
  }

  /** Ascending; of bars of the same time the first in the file. */
  private List<Bar> ordered() {
    long strays = strays();
    if (strays > 0) {
      notes.add("%,d rows out of order are put into it".formatted(strays));
    }
    List<Bar> sorted = new ArrayList<>(read);
    sorted.sort(Comparator.comparingLong(Bar::time));
    List<Bar> distinct = new ArrayList<>();
    int differing = 0;
    for (Bar bar : sorted) {
      Bar last = distinct.isEmpty() ? null : distinct.get(distinct.size() - 1);
      if (last == null || last.time() != bar.time()) {
        distinct.add(bar);
      } else if (!last.equals(bar)) {
        differing++;
      }
    }
    if (distinct.size() < sorted.size()) {
      notes.add(
          "%,d rows repeat the time of another, %,d of them with other values; the first counts"
              .formatted(sorted.size() - distinct.size(), differing));
    }
    return distinct;
  }

  /** Steps against the direction, oldest or newest first, that most rows take. */
  private long strays() {
    long forward = 0;
    long backward = 0;
    for (int i = 1; i < read.size(); i++) {
      int step = Long.compare(read.get(i).time(), read.get(i - 1).time());
      forward += step > 0 ? 1 : 0;
      backward += step < 0 ? 1 : 0;
    }
    return Math.min(forward, backward);
  }
}
