package dev.mycelium.agent.learning.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The time of a bar as exchanges write it, always taken as UTC unless it names an offset. */
final class BarTime {
  private static final double MILLIS_FROM = 1e11;
  private static final double MICROS_FROM = 1e14;
  private static final List<DateTimeFormatter> DATE_TIMES =
      List.of(
          DateTimeFormatter.ISO_LOCAL_DATE_TIME,
          DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss]", Locale.ROOT),
          new DateTimeFormatterBuilder()
              .appendPattern("uuuu-MM-dd hh-")
              .appendText(ChronoField.AMPM_OF_DAY, Map.of(0L, "AM", 1L, "PM"))
              .toFormatter(Locale.ROOT));

  private BarTime() {}

  /**
   * Seconds since 1970: of a number in seconds, milliseconds (from 1e11 on) or microseconds (from
   * 1e14 on), or of a date as in {@code 2020-12-30}, {@code 2020-12-30 07:00:00}, {@code 2017-08-17
   * 04-AM} or ISO 8601. Empty for anything else.
   */
  static OptionalLong seconds(String text) {
    OptionalDouble number = CellText.number(text);
    if (number.isPresent()) {
      double value = number.getAsDouble();
      double seconds =
          value >= MICROS_FROM ? value / 1e6 : value >= MILLIS_FROM ? value / 1e3 : value;
      return value > 0 && value < 1e17 ? OptionalLong.of((long) seconds) : OptionalLong.empty();
    }
    for (DateTimeFormatter format : DATE_TIMES) {
      try {
        return OptionalLong.of(LocalDateTime.parse(text, format).toEpochSecond(ZoneOffset.UTC));
      } catch (DateTimeException another) {
        continue;
      }
    }
    return dated(text);
  }

  private static OptionalLong dated(String text) {
    try {
      return text.length() <= 10
          ? OptionalLong.of(LocalDate.parse(text).atStartOfDay().toEpochSecond(ZoneOffset.UTC))
          : OptionalLong.of(OffsetDateTime.parse(text).toEpochSecond());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
