package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TargetScale;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarTableTest {
  private static final int BARS = 400;
  private static final String HEADER = "unix,open,high,low,close,volume\n";
  private static final TaskSpec UNSCALED = unscaled();

  @TempDir Path folder;

  @Test
  void hasFiftyFeaturesWithDifferentNames() {
    assertThat(BarFeatures.names()).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void spellsNamesOnceAndNotForEachRow() {
    assertThat(BarFeatures.names()).isSameAs(BarFeatures.names());
  }

  /** Forty bars after the first ones the exchange was closed for a day. */
  @Test
  void answersTheNewestBarAndThoseBeforePausesWhenPredicting() throws IOException {
    String bars = bars(1, 2, 0, 100, 0) + bars(1, 2, 100, BARS, 86_400);
    Dataset learned = load(bars, "");
    Datasets datasets = new Datasets(folder, folder);

    Dataset predicted = datasets.load(DataSpec.parseUnanswered("ohlcv:bars.csv"));
    Dataset withoutNewest =
        datasets.load(DataSpec.parseUnanswered("ohlcv:bars.csv?until=" + newest()));

    assertThat(learned.train().size()).isEqualTo(BARS - 55 - 2);
    assertThat(predicted.train().size()).isEqualTo(BARS - 55);
    assertThat(withoutNewest.train().size()).isEqualTo(BARS - 55 - 1);
    TaskSpec task = learned.train().task(List.of());
    int last = predicted.train().size() - 1;
    assertThat(inputs(predicted.train().encoded(task), last - 1))
        .isEqualTo(inputs(learned.train().encoded(task), learned.train().size() - 1))
        .isEqualTo(inputs(withoutNewest.train().encoded(task), last - 1));
    assertThat(inputs(predicted.train().encoded(task), last))
        .isNotEqualTo(inputs(predicted.train().encoded(task), last - 1));
  }

  /** Time of the newest of {@link #BARS} bars after a pause of a day. */
  private static String newest() {
    return Instant.ofEpochSecond(1_600_000_000L + 3600L * (BARS - 1) + 86_400).toString();
  }

  /** Prices 1, 2, 4 ... : every return is ln 2, each mean a geometric sum. */
  @Test
  void computesWhatTheDefinitionsSay() {
    double[] prices = new double[60];
    Arrays.setAll(prices, i -> Math.pow(2, i));
    long[] times = IntStream.range(0, 60).mapToLong(i -> 4 * 86_400 + 3600L * i).toArray();
    double[] ones = new double[60];
    Arrays.fill(ones, 1);
    Bars bars = new Bars(times, prices, prices, prices, prices, ones);

    double[] row = new BarFeatures(bars).at(56);

    double ln2 = Math.log(2);
    assertThat(feature(row, "return_1")).isCloseTo(ln2, within(1e-12));
    assertThat(feature(row, "return_55")).isCloseTo(55 * ln2, within(1e-10));
    assertThat(feature(row, "volatility_20")).isCloseTo(0, within(1e-12));
    assertThat(feature(row, "trend_5")).isCloseTo(Math.log(5 / 1.9375), within(1e-12));
    assertThat(feature(row, "place_5")).isEqualTo(0.5);
    assertThat(feature(row, "strength_14")).isEqualTo(0.5);
    assertThat(feature(row, "gap")).isCloseTo(ln2, within(1e-12));
    assertThat(feature(row, "body")).isZero();
    assertThat(feature(row, "cross_5_20"))
        .isCloseTo(Math.log((1.9375 / 5) / ((2 - Math.pow(2, -19)) / 20)), within(1e-10));
    assertThat(feature(row, "volume_1_5")).isZero();
    assertThat(feature(row, "flow_20")).isEqualTo(1);
    assertThat(feature(row, "week_sin")).isCloseTo(Math.sin(2 * Math.PI * 56 / 168), within(1e-12));
  }

  /** Everything after a moment is changed: what was learned up to it must not notice. */
  @ParameterizedTest
  @ValueSource(ints = {60, 100, 237, 398})
  void learnsNothingFromTheFuture(int moment) throws IOException {
    Examples before = examples(load(walk(1, 2, BARS), ""));
    Examples after = examples(load(walk(1, 2, moment + 1) + later(3, moment + 1), ""));

    int same = moment - (BarFeatures.WINDOW - 1);
    for (int row = 0; row < same; row++) {
      assertThat(inputs(after, row)).as("row %d", row).isEqualTo(inputs(before, row));
      assertThat(after.target(row)).as("row %d", row).isEqualTo(before.target(row));
    }
    assertThat(inputs(after, same)).as("features at the moment").isEqualTo(inputs(before, same));
    assertThat(after.target(same)).as("the next return").isNotEqualTo(before.target(same));
  }

  @Test
  void takesScalesFromTheTrainingPartOnly() throws IOException {
    Dataset calm = load(walk(1, 2, BARS), "");
    Dataset wild = load(walk(1, 2, 300) + later(9, 300), "");

    assertThat(split(wild).train().size()).isEqualTo(split(calm).train().size());
    assertThat(split(wild).train().task(List.of())).isEqualTo(split(calm).train().task(List.of()));
  }

  /** Rows are bars 55 to 398: the first held out is row 275, bar 330, and sees bars from 275 on. */
  @Test
  void holdsOutTheEndAndKeepsWindowsApart() throws IOException {
    HoldoutSplit split = split(load(walk(1, 2, BARS), ""));
    int rows = BARS - BarFeatures.WINDOW;
    int held = split.holdout().size();

    assertThat(held).isEqualTo(Math.round(0.2 * rows));
    int lastTrainBar = split.train().size() - 1 + BarFeatures.WINDOW - 1 + 1;
    int firstHeldBar = rows - held;
    assertThat(lastTrainBar).isLessThan(firstHeldBar).isEqualTo(firstHeldBar - 1);
    assertThat(inputs(split.holdout().encoded(UNSCALED), held - 1))
        .isEqualTo(inputs(examples(load(walk(1, 2, BARS), "")), rows - 1));
  }

  @Test
  void cutsShardsIntoStretchesOfTime() throws IOException {
    Dataset second = load(walk(1, 2, BARS), "?shard=1/4");

    assertThat(second.train().size()).isEqualTo((BARS - BarFeatures.WINDOW) / 4);
    assertThat(inputs(examples(second), 0))
        .isEqualTo(inputs(examples(load(walk(1, 2, BARS), "")), 86));
    assertThatThrownBy(() -> load(walk(1, 2, BARS), "?partition=shards:1&shard=1/4"))
        .isInstanceOf(DataSpecException.class)
        .hasMessageContaining("shard=i/n is the i-th stretch of time");
  }

  @Test
  void learnsNoReturnAcrossALongPause() throws IOException {
    Dataset dataset = load(walk(1, 2, 200) + bars(1, 2, 200, 400, 36_000), "");

    assertThat(dataset.train().size()).isEqualTo(BARS - BarFeatures.WINDOW - 1);
    assertThat(dataset.notes())
        .containsExactly(
            "1 pauses of more than 5 intervals of 3,600 s: no return is learned across them");
  }

  @Test
  void refusesTooFewBars() {
    assertThatThrownBy(() -> load(walk(1, 2, 56), ""))
        .hasMessageContaining("bars: 56 (expected: more than 56)");
    assertThatThrownBy(() -> split(load(walk(1, 2, 60), "")))
        .hasMessageContaining("more than the embargo of 56 before the hold-out");
  }

  @ParameterizedTest
  @CsvSource({
    "crypto/binance_BTCUSDT_1h.csv.gz, '', 29475, 2",
    "crypto/coinbase_BTCUSD_1h.csv.gz, '', 20055, 1",
    "crypto/gemini_BTCUSD_1h.csv.gz, '', 45767, 1",
    "crypto/bitstamp_BTC-ETH-LTC_USD_1d.csv.gz, ?symbol=BTC, 1808, 1",
    "us-equities/AAPL.csv, '', 1202, 1"
  })
  void readsRealExchanges(String file, String options, int rows, int notes) {
    Dataset dataset = SharedDatasets.load("ohlcv", "trading/" + file, options);

    Examples examples = examples(dataset);

    assertThat(dataset.train().size()).isEqualTo(rows);
    assertThat(dataset.notes()).hasSize(notes);
    for (int row = 0; row < rows; row += 7) {
      for (float input : inputs(examples, row)) {
        assertThat(input).isFinite();
      }
    }
  }

  @Test
  void refusesBarsWhoseFeaturesDoNotFitInMemory() throws IOException {
    Files.writeString(folder.resolve("bars.csv"), HEADER + walk(1, 2, BARS));
    Datasets small = new Datasets(folder, folder, new MemoryBudget(245 * 408));

    assertThatThrownBy(() -> small.load(DataSpec.parse("ohlcv:bars.csv")))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageEndingWith(
            "bars to learn from: 344 (expected: at most 245 in this heap;"
                + " MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more)");
  }

  private Dataset load(String bars, String options) throws IOException {
    Files.writeString(folder.resolve("bars.csv"), HEADER + bars);
    return new Datasets(folder, folder).load(DataSpec.parse("ohlcv:bars.csv" + options));
  }

  private static String walk(long seed, int percent, int count) {
    return bars(seed, percent, 0, count, 0);
  }

  private static String later(long seed, int from) {
    return bars(seed, 5, from, BARS, 0);
  }

  /** Hourly bars of a random walk; bar i depends on the seed and i only. */
  private static String bars(long seed, int percent, int from, int to, long pause) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      SeededDraws draws = new SeededDraws(seed, i);
      double open = 100 + 20 * Math.sin(i / 9.0);
      double close = open * (1 + percent / 100.0 * draws.between(-1, 1));
      text.append(1_600_000_000L + 3600L * i + pause)
          .append(',' + Double.toString(open) + ',' + Math.max(open, close) * 1.001)
          .append(',' + Double.toString(Math.min(open, close) * 0.999) + ',' + close)
          .append(',' + Double.toString(draws.between(0, 50)) + '\n');
    }
    return text.toString();
  }

  private static HoldoutSplit split(Dataset dataset) {
    return dataset.split(0.2, 1);
  }

  private static Examples examples(Dataset dataset) {
    return dataset.train().encoded(UNSCALED);
  }

  private static float[] inputs(Examples examples, int row) {
    float[] inputs = new float[examples.inputs()];
    examples.copyInputs(row, inputs, 0);
    return inputs;
  }

  private static double feature(double[] row, String name) {
    return row[BarFeatures.names().indexOf(name)];
  }

  private static TaskSpec unscaled() {
    List<ColumnSchema> columns =
        BarFeatures.names().stream()
            .<ColumnSchema>map(name -> new ColumnSchema.Numeric(name, 0, 0, 1))
            .toList();
    TableSchema schema = new TableSchema(columns, new TargetScale(0, 1));
    return new TaskSpec(TaskKind.REGRESSION, List.of(50), List.of(), "r2", schema);
  }
}
