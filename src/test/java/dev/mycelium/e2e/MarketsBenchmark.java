package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.agent.learning.data.HoldoutSplit;
import dev.mycelium.agent.learning.data.RawExamples;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.TargetScale;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The return of the next bar from the fifty features of {@code ohlcv:}, one agent process for each
 * exchange or share: FedAvg against each alone and against all data in one place. Out-of-sample R²
 * and accuracy of the sign ({@link ReturnScores}) over five seeds. Not part of the build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=MarketsBenchmark -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * Settings were fixed before the first run and never tuned: {@code mlp:128,64}, Adam at its usual
 * rate of .001, batches of 128, one local epoch, ten rounds. {@code -Dseeds=5 -Drounds=10} are the
 * defaults; {@code -Dtrading=DIR} is where the files lie. A seed that {@code
 * docs/results/markets-*.csv} have already is not measured again.
 */
class MarketsBenchmark {
  private static final int SEEDS = Integer.getInteger("seeds", 5);
  private static final int ROUNDS = Integer.getInteger("rounds", 10);
  private static final String MODEL = "mlp:128,64";
  private static final Path FILES =
      Programs.ROOT.resolve(System.getProperty("trading", "../shared/datasets/trading"));
  private static final Path RESULTS = Programs.ROOT.resolve("docs/results");

  /** Of five seeds on one and the same hold-out. */
  private static final WaysTable.Spread SPREAD = new WaysTable.Spread(2.776, 0);

  @RegisterExtension static final Network network = new Network();

  private final OnePlace onePlace =
      new OnePlace(NativeEngine.start(EngineOptions.defaults()), ROUNDS);

  /**
   * Who trades what.
   *
   * @param file of a place, with {@code %s} for its name
   */
  private record Market(String name, List<String> places, String file, MarketFiles.Cut cut) {
    String all() {
      return "all " + places.size();
    }

    Path results(String measure) {
      return RESULTS.resolve("markets-%s-%s.csv".formatted(name, measure));
    }
  }

  private record Place(String name, MarketFiles files, HoldoutSplit bars) {
    LocalExamples encoded(TaskSpec task) {
      return new LocalExamples(
          bars.train().encoded(task), bars.holdout().encoded(task), task.labels());
    }
  }

  @Test
  void bitcoinHourlyOnThreeExchanges() throws IOException {
    compare(
        new Market(
            "btc",
            List.of("coinbase_BTCUSD", "gemini_BTCUSD", "binance_BTCUSDT"),
            "crypto/%s_1h.csv.gz",
            new MarketFiles.Cut(LocalDate.of(2019, 5, 1), LocalDate.of(2019, 10, 17))));
  }

  @Test
  void sharesDaily() throws IOException {
    compare(
        new Market(
            "shares",
            List.of("AAPL", "AIG", "AXP", "BAC", "CAJ"),
            "us-equities/%s.csv",
            new MarketFiles.Cut(LocalDate.of(2006, 7, 1), LocalDate.of(2008, 1, 1))));
  }

  private void compare(Market market) throws IOException {
    WaysTable determinations = table(market, "r2");
    WaysTable signs = table(market, "signs");
    List<Place> places = market.places().stream().map(name -> place(market, name)).toList();
    places.forEach(MarketsBenchmark::describe);
    for (int seed = 1; seed <= SEEDS; seed++) {
      if (!determinations.has(seed) || !signs.has(seed)) {
        List<List<ReturnScores>> ways = measured(market, places, seed);
        determinations.add(seed, rows(market, ways, ReturnScores::determination));
        signs.add(seed, rows(market, ways, ReturnScores::signs));
        Files.writeString(market.results("r2"), determinations.csv());
        Files.writeString(market.results("signs"), signs.csv());
      }
    }
    System.out.printf("R²%n%s%nsigns%n%s%n", determinations.summary(), signs.summary());
    for (WaysTable table : List.of(determinations, signs)) {
      assertThat(table.mean(market.all(), WaysTable.Way.FEDERATED))
          .isGreaterThan(table.mean(market.all(), WaysTable.Way.LOCAL) - 0.02);
    }
  }

  private static WaysTable table(Market market, String measure) {
    return WaysTable.read(market.results(measure), "seed", "place", SPREAD);
  }

  private static Place place(Market market, String name) {
    Path bars = FILES.resolve(market.file().formatted(name));
    MarketFiles files = MarketFiles.cut(bars, market.cut(), network.directory());
    return new Place(name, files, new HoldoutSplit(load(files.train()), load(files.holdout())));
  }

  private static RawExamples load(Path bars) {
    return new Datasets(Programs.ROOT, Network.home())
        .load(DataSpec.parse("ohlcv:" + bars))
        .train();
  }

  private static void describe(Place place) {
    double[] returns = returns(place);
    long up = IntStream.range(0, returns.length).filter(i -> returns[i] > 0).count();
    System.out.printf(
        "%s: %,d to train on, %,d held out, of which %.4f rise%n",
        place.name(), place.bars().train().size(), returns.length, (double) up / returns.length);
  }

  /** For each way of learning the scores of each place. */
  private List<List<ReturnScores>> measured(Market market, List<Place> places, int seed) {
    String group = found(market, places.get(0), seed);
    GroupSpec spec = network.client().group(group).spec();
    Tensors head = federated(market, places, seed, group);
    Tensors pooled = onePlace.trained(spec, together(places, spec.task()));
    List<ReturnScores> local = new ArrayList<>();
    List<ReturnScores> federated = new ArrayList<>();
    List<ReturnScores> central = new ArrayList<>();
    for (Place place : places) {
      TaskSpec own = task(place);
      GroupSpec alone = new GroupSpec(own, spec.model(), spec.training(), spec.federation());
      local.add(scores(place, alone, onePlace.trained(alone, place.encoded(own))));
      federated.add(scores(place, spec, head));
      central.add(scores(place, spec, pooled));
    }
    return List.of(local, federated, central);
  }

  private static List<WaysTable.Row> rows(
      Market market, List<List<ReturnScores>> ways, ToDoubleFunction<ReturnScores> measure) {
    List<WaysTable.Row> rows = new ArrayList<>();
    for (int i = 0; i < market.places().size(); i++) {
      int place = i;
      rows.add(
          new WaysTable.Row(
              market.places().get(i),
              ways.stream().map(way -> way.get(place)).mapToDouble(measure).toArray()));
    }
    double[] all =
        ways.stream()
            .map(way -> way.stream().reduce(ReturnScores::plus).orElseThrow())
            .mapToDouble(measure)
            .toArray();
    rows.add(new WaysTable.Row(market.all(), all));
    return rows;
  }

  /** A group that has the first place's statistics, as if that place had founded it. */
  private static String found(Market market, Place first, int seed) {
    List<String> command = new ArrayList<>(List.of("groups", "create", "--json"));
    command.addAll(List.of("--registry", network.registry().uri().toString()));
    command.addAll(data(market, first, seed));
    command.addAll(List.of("--model", MODEL, "--optimizer", "adam"));
    command.addAll(List.of("--learning-rate", "0.001", "--batch-size", "128"));
    command.addAll(List.of("--seed", String.valueOf(seed)));
    String members = String.valueOf(market.places().size());
    command.addAll(List.of("--min-fit-clients", members, "--min-available-clients", members));
    command.addAll(List.of("--num-rounds", String.valueOf(ROUNDS)));
    AgentProcess create =
        network.startPlain(
            market.name() + "-" + seed, Network.home(), command.toArray(String[]::new));
    assertThat(create.awaitExit()).as(create.err()).isZero();
    return RegistryClient.JSON.readTree(create.out()).path("group_id").asString();
  }

  private static List<String> data(Market market, Place place, int seed) {
    return List.of(
        "--data",
        "ohlcv:%s?name=%s-%d".formatted(place.files().train(), market.name(), seed),
        "--validation",
        "ohlcv:" + place.files().holdout());
  }

  /**
   * The last to start is the only one that coordinates and is not alone when it joins, so that
   * version 1 is already everybody's.
   */
  private static Tensors federated(Market market, List<Place> places, int seed, String group) {
    List<AgentProcess> agents = new ArrayList<>();
    for (Place place : places.subList(1, places.size())) {
      agents.add(start(place, group, seed, data(market, place, seed), "--no-coordinate"));
    }
    agents.get(0).groupId();
    Place first = places.get(0);
    agents.add(start(first, group, seed, data(market, first, seed)));
    Deadline.await("version " + ROUNDS)
        .until(
            () -> {
              Head now = network.client().group(group).head();
              return now != null && now.version() >= ROUNDS;
            });
    Head head = network.client().heads(group).get(ROUNDS);
    Tensors model =
        HeadFiles.find(head.sha(), agents)
            .orElseThrow(() -> new AssertionError("nobody holds version " + ROUNDS))
            .model();
    agents.forEach(AgentProcess::close);
    return model;
  }

  private static AgentProcess start(
      Place place, String group, int seed, List<String> data, String... more) {
    List<String> options = new ArrayList<>(data);
    options.addAll(List.of("--group", group, "--model", MODEL, "--switch-threshold", "1"));
    options.addAll(List.of(more));
    return network.start(place.name() + "-" + seed, options.toArray(String[]::new));
  }

  private static LocalExamples together(List<Place> places, TaskSpec task) {
    List<Examples> train =
        places.stream().map(place -> place.bars().train().encoded(task)).toList();
    return new LocalExamples(
        new Together(train), places.get(0).bars().holdout().encoded(task), task.labels());
  }

  private static TaskSpec task(Place place) {
    return place.bars().train().task(List.of());
  }

  private ReturnScores scores(Place place, GroupSpec spec, Tensors model) {
    float[] outputs = onePlace.answers(spec, model, place.encoded(spec.task()));
    TargetScale scale = scale(spec.task());
    double[] answers =
        IntStream.range(0, outputs.length).mapToDouble(i -> scale.decoded(outputs[i])).toArray();
    return ReturnScores.of(answers, returns(place), scale(task(place)).mean());
  }

  private static double[] returns(Place place) {
    TaskSpec own = task(place);
    Examples holdout = place.bars().holdout().encoded(own);
    return IntStream.range(0, holdout.size())
        .mapToDouble(i -> scale(own).decoded(holdout.target(i)))
        .toArray();
  }

  private static TargetScale scale(TaskSpec task) {
    return Objects.requireNonNull(Objects.requireNonNull(task.schema()).target());
  }
}
