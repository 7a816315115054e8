package dev.mycelium.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * An exchange's bars cut in two by the calendar, so that all exchanges hold out the same time: a
 * file's own last fifth would begin at another date on each, and one exchange would train on hours
 * that another is tested on.
 *
 * @param train bars before the cut
 * @param holdout bars from the cut on
 */
record MarketFiles(Path train, Path holdout) {
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /**
   * When the hold-out begins and ends.
   *
   * @param until the first day that is in neither part
   */
  record Cut(LocalDate from, LocalDate until) {}

  /** Writes both parts beside each other; lines without a date are the head of each. */
  static MarketFiles cut(Path bars, Cut cut, Path folder) {
    List<String> train = new ArrayList<>();
    List<String> holdout = new ArrayList<>();
    for (String line : lines(bars)) {
      Matcher date = DATE.matcher(line);
      LocalDate day = date.find() ? LocalDate.parse(date.group()) : null;
      if (day == null || day.isBefore(cut.from())) {
        train.add(line);
      }
      if (day == null || !day.isBefore(cut.from()) && day.isBefore(cut.until())) {
        holdout.add(line);
      }
    }
    String name = bars.getFileName().toString().replaceAll("\\.csv(\\.gz)?$", "");
    return new MarketFiles(
        written(folder.resolve(name + "-train.csv"), train),
        written(folder.resolve(name + "-holdout.csv"), holdout));
  }

  private static List<String> lines(Path file) {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader text =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      return text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Path written(Path file, List<String> lines) {
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
