package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two exchanges with hourly bars from 2024-01-01 on: one of 1000, one of 600. */
class BarPeriodTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant HELD = Instant.parse("2024-01-21T00:00:00Z");
  private static final long BAR_HELD = 20 * 24;

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("long.csv"), bars(1000));
    Files.writeString(folder.resolve("short.csv"), bars(600));
  }

  /**
   * By their own ends, the longer one would train on bars up to 754, the shorter one score from 491
   * on.
   */
  @Test
  void keepsTheHoldoutOfOneOutOfTheTrainingOfTheOther() {
    String dates = "?holdout-from=2024-01-21";
    HoldoutSplit longer = split("long.csv" + dates);
    HoldoutSplit shorter = split("short.csv" + dates);

    List<Long> trained = new ArrayList<>(moments(longer.train()));
    trained.addAll(moments(shorter.train()));
    List<Long> scored = new ArrayList<>(moments(longer.holdout()));
    scored.addAll(moments(shorter.holdout()));

    assertThat(trained).isNotEmpty().allMatch(bar -> bar + 1 < BAR_HELD - BarFeatures.WINDOW + 1);
    assertThat(scored).allMatch(bar -> bar >= BAR_HELD).contains(BAR_HELD, 598L, 998L);
    assertThat(moments(longer.train())).isEqualTo(moments(shorter.train()));
  }

  @Test
  void keepsBarsFromOneDateUntilAnother() {
    Dataset later = load("long.csv?from=2024-01-03T02:00:00+01:00");
    Dataset between = load("long.csv?from=2024-01-03&until=2024-01-13");

    assertThat(moments(later.train())).startsWith(49L + 55).endsWith(998L);
    assertThat(moments(between.train())).startsWith(48L + 55).endsWith(12 * 24 - 2L);
  }

  @Test
  void keepsTheDateInAPart() {
    HoldoutSplit second = split("long.csv?shard=1/3&holdout-from=2024-01-21");

    assertThat(moments(second.holdout())).startsWith(BAR_HELD);
    assertThat(moments(second.train())).startsWith(55L + 314).endsWith(BAR_HELD - 57);
    assertThatThrownBy(() -> split("long.csv?shard=0/3&holdout-from=2024-01-21"))
        .isInstanceOf(DataSpecException.class)
        .hasMessage("holdout-from: %s holds out 0 of 314 examples (expected: at least 1)", HELD);
  }

  @Test
  void refusesDatesThatLeaveNothing() {
    assertThatThrownBy(() -> load("short.csv?from=2025-01-01"))
        .hasMessageContaining(
            "bars from 2025-01-01T00:00:00Z: 0 of 600, 2024-01-01T00:00:00Z to"
                + " 2024-01-25T23:00:00Z (expected: > 0)");
    assertThatThrownBy(() -> load("short.csv?until=2024-01-02"))
        .hasMessageContaining("bars until 2024-01-02T00:00:00Z: 24 (expected: more than 56)");
    assertThatThrownBy(() -> split("short.csv?holdout-from=2024-02-01"))
        .hasMessage(
            "holdout-from: 2024-02-01T00:00:00Z holds out 0 of 544 examples (expected: at least 1)");
    assertThatThrownBy(() -> split("short.csv?holdout-from=2024-01-05"))
        .hasMessage(
            "holdout-from: 2024-01-05T00:00:00Z comes after 41 of 544 examples (expected: more than"
                + " the embargo of 56, to train on)");
  }

  private Dataset load(String spec) {
    return new Datasets(folder, folder).load(DataSpec.parse("ohlcv:" + spec));
  }

  private HoldoutSplit split(String spec) {
    return load(spec).split(0.2, 1);
  }

  /** Which bar of the files each example is of: its return, no two of which are the same, tells. */
  private static List<Long> moments(RawExamples examples) {
    Map<Double, Long> bars = new TreeMap<>();
    for (int bar = 0; bar < 999; bar++) {
      bars.put(StrictMath.log(close(bar + 1) / close(bar)), (long) bar);
    }
    List<Long> moments = new ArrayList<>();
    for (double target : ((TableExamples) examples).targets()) {
      moments.add(bars.getOrDefault(target, -1L));
    }
    return moments;
  }

  private static String bars(int count) {
    StringBuilder text = new StringBuilder("unix,open,high,low,close,volume\n");
    for (int bar = 0; bar < count; bar++) {
      double close = close(bar);
      text.append(START.getEpochSecond() + 3600L * bar)
          .append((',' + Double.toString(close)).repeat(4))
          .append(",1\n");
    }
    return text.toString();
  }

  private static double close(int bar) {
    return 100 * (1 + 0.01 * new SeededDraws(1, bar).between(-1, 1));
  }
}
