package dev.mycelium.agent.learning.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which bars count, and when the hold-out begins. Nodes whose files end at different dates agree on
 * one period: if each held out the end of its own file, one would train on hours that another
 * scores on.
 *
 * @param from the first moment that counts; all before it too if empty
 * @param until the first moment that no longer counts; all after it too if empty
 * @param holdoutFrom where the hold-out begins; empty to hold out a share
 */
record BarPeriod(Optional<Instant> from, Optional<Instant> until, Optional<Instant> holdoutFrom) {
  static final List<String> NAMES = List.of("from", "until", "holdout-from");

  BarPeriod {
    requireOrder("until", until, "from", from);
    requireOrder("holdout-from", holdoutFrom, "from", from);
    requireOrder("until", until, "holdout-from", holdoutFrom);
  }

  static BarPeriod of(DataOptions options) {
    return new BarPeriod(
        options.text("from").map(text -> moment("from", text)),
        options.text("until").map(text -> moment("until", text)),
        options.text("holdout-from").map(text -> moment("holdout-from", text)));
  }

  /** The bars that begin in [from, until). */
  Bars within(Bars bars) {
    int first = from.map(moment -> before(moment, bars.times())).orElse(0);
    int end = until.map(moment -> before(moment, bars.times())).orElse(bars.count());
    return bars.range(first, Math.max(first, end));
  }

  /** Examples at {@code times}, ascending, in the order of time. */
  Arrangement arrangement(long[] times, int embargo) {
    return holdoutFrom
        .<Arrangement>map(start -> new Arrangement.Dated(embargo, before(start, times), start))
        .orElseGet(() -> new Arrangement.Chronological(embargo));
  }

  /** As in {@code bars from 2020-01-01T00:00:00Z until 2021-01-01T00:00:00Z}. */
  String text() {
    return "bars"
        + from.map(moment -> " from " + moment).orElse("")
        + until.map(moment -> " until " + moment).orElse("");
  }

  /** How many of {@code times}, in seconds since 1970, come before {@code moment}. */
  private static int before(Instant moment, long[] times) {
    return (int)
        Arrays.stream(times).filter(time -> Instant.ofEpochSecond(time).isBefore(moment)).count();
  }

  private static Instant moment(String option, String text) {
    try {
      return text.length() <= 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw DataSpecException.of(
          option, '"' + text + '"', "a date as 2024-01-31 or a moment as 2024-01-31T12:00:00Z");
    }
  }

  private static void requireOrder(
      String what, Optional<Instant> later, String bound, Optional<Instant> earlier) {
    if (later.isPresent() && earlier.isPresent() && !later.get().isAfter(earlier.get())) {
      throw DataSpecException.of(what, later.get(), "after " + bound + "=" + earlier.get());
    }
  }
}
