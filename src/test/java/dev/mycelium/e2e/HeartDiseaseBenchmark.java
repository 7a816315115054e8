package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.agent.learning.data.HoldoutSplit;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Heart disease in four hospitals (UCI, Detrano et al. 1989), one agent process each: logistic
 * regression by FedAvg against each hospital alone and against all data in one place. Area under
 * the ROC curve on hold-outs of 30 % over 20 splits. Not part of the build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=HeartDiseaseBenchmark -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * {@code -Dsplits=20 -Drounds=20} are the defaults; {@code -Dheart=DIR} is where the files lie. A
 * split that {@code docs/results/heart-disease.csv} has already is not measured again.
 */
class HeartDiseaseBenchmark {
  private static final int SPLITS = Integer.getInteger("splits", 20);
  private static final int ROUNDS = Integer.getInteger("rounds", 20);
  private static final double HOLDOUT = 0.3;
  private static final String ALL = "all four";
  private static final List<String> HOSPITALS =
      List.of("cleveland", "hungarian", "switzerland", "va");
  private static final String FILES =
      System.getProperty("heart", "../shared/datasets/tabular-crosssilo/heart-disease");
  private static final Path RESULTS = Programs.ROOT.resolve("docs/results/heart-disease.csv");

  /** Of twenty splits. */
  private static final WaysTable.Spread SPREAD =
      new WaysTable.Spread(2.093, HOLDOUT / (1 - HOLDOUT));

  @RegisterExtension static final Network network = new Network();

  private final NativeEngine engine = NativeEngine.start(EngineOptions.defaults());
  private final WaysTable table = WaysTable.read(RESULTS, "split", "hospital", SPREAD);

  @Test
  void noHospitalLosesByTakingPart() throws IOException {
    for (int split = 1; split <= SPLITS; split++) {
      if (!table.has(split)) {
        table.add(split, measured(split));
        Files.writeString(RESULTS, table.csv());
      }
    }
    System.out.println(table.summary());
    for (String hospital : HOSPITALS) {
      assertThat(table.mean(hospital, WaysTable.Way.FEDERATED))
          .as(hospital)
          .isGreaterThan(table.mean(hospital, WaysTable.Way.LOCAL) - 0.02);
    }
  }

  private List<WaysTable.Row> measured(int split) {
    List<Dataset> data = HOSPITALS.stream().map(name -> load(name, split)).toList();
    List<HoldoutSplit> parts = data.stream().map(set -> set.split(HOLDOUT, split)).toList();
    List<AgentProcess> agents = new ArrayList<>();
    agents.add(start(0, split, List.of()));
    String group = agents.get(0).groupId();
    for (int i = 1; i < HOSPITALS.size(); i++) {
      agents.add(start(i, split, List.of("--group", group)));
    }
    agents.forEach(AgentProcess::groupId);
    GroupSpec spec = network.client().group(group).spec();
    Head head = headAfterRoundsOfFour(group);
    Tensors model = HeadFiles.find(head.sha(), agents).orElseThrow().model();
    agents.forEach(AgentProcess::close);

    List<String> labels = data.get(0).labels();
    OnePlace onePlace = new OnePlace(engine, Math.toIntExact(head.version()));
    Tensors pooled = onePlace.trained(spec, pooled(parts, spec.task(), labels));
    List<double[]> local = new ArrayList<>();
    List<double[]> federated = new ArrayList<>();
    List<double[]> central = new ArrayList<>();
    List<int[]> answers = new ArrayList<>();
    for (HoldoutSplit part : parts) {
      TaskSpec own = part.train().task(labels);
      GroupSpec alone = new GroupSpec(own, spec.model(), spec.training(), spec.federation());
      Examples holdout = part.holdout().encoded(spec.task());
      local.add(
          scores(
              onePlace.trained(alone, examples(part, own, labels)), part.holdout().encoded(own)));
      federated.add(scores(model, holdout));
      central.add(scores(pooled, holdout));
      answers.add(IntStream.range(0, holdout.size()).map(holdout::label).toArray());
    }
    return rows(answers, List.of(local, federated, central));
  }

  /** A hospital whose hold-out has one class only, as the smallest may, has no row. */
  private static List<WaysTable.Row> rows(List<int[]> answers, List<List<double[]>> ways) {
    List<WaysTable.Row> rows = new ArrayList<>();
    for (int i = 0; i < HOSPITALS.size(); i++) {
      int hospital = i;
      if (Auc.isDefined(answers.get(i))) {
        rows.add(row(HOSPITALS.get(i), answers.get(i), ways, way -> way.get(hospital)));
      }
    }
    int[] all = answers.stream().flatMapToInt(Arrays::stream).toArray();
    rows.add(row(ALL, all, ways, way -> way.stream().flatMapToDouble(Arrays::stream).toArray()));
    return rows;
  }

  private static WaysTable.Row row(
      String name,
      int[] answers,
      List<List<double[]>> ways,
      Function<List<double[]>, double[]> scores) {
    return new WaysTable.Row(
        name, ways.stream().mapToDouble(way -> Auc.of(scores.apply(way), answers)).toArray());
  }

  private static String spec(String hospital, int split) {
    return "csv:%s/processed.%s.data?label=target&positive=1|2|3|4&name=heart-%d"
        .formatted(FILES, hospital, split);
  }

  private static Dataset load(String hospital, int split) {
    return new Datasets(Programs.ROOT, Network.home()).load(DataSpec.parse(spec(hospital, split)));
  }

  private static AgentProcess start(int hospital, int split, List<String> more) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--data", spec(HOSPITALS.get(hospital), split)));
    options.addAll(List.of("--model", "linear", "--learning-rate", "0.05"));
    options.addAll(List.of("--batch-size", "16", "--holdout", String.valueOf(HOLDOUT)));
    options.addAll(List.of("--seed", String.valueOf(split), "--switch-threshold", "1"));
    options.addAll(more);
    return network.start(HOSPITALS.get(hospital) + "-" + split, options.toArray(String[]::new));
  }

  /** The head that came of so many rounds after all had joined; the first trained meanwhile. */
  private static Head headAfterRoundsOfFour(String group) {
    Deadline.await("four members")
        .until(() -> network.client().group(group).memberCount() == HOSPITALS.size());
    Head joined = network.client().group(group).head();
    long version = (joined == null ? 0 : joined.version()) + ROUNDS;
    Deadline.await("version " + version)
        .until(
            () -> {
              Head now = network.client().group(group).head();
              return now != null && now.version() >= version;
            });
    return network.client().heads(group).get((int) version);
  }

  private static LocalExamples examples(HoldoutSplit part, TaskSpec task, List<String> labels) {
    return new LocalExamples(part.train().encoded(task), part.holdout().encoded(task), labels);
  }

  private static LocalExamples pooled(
      List<HoldoutSplit> parts, TaskSpec task, List<String> labels) {
    List<Examples> train = parts.stream().map(part -> part.train().encoded(task)).toList();
    return new LocalExamples(new Together(train), parts.get(0).holdout().encoded(task), labels);
  }

  /** For each example the linear model's logit of the second class minus that of the first. */
  private static double[] scores(Tensors model, Examples examples) {
    float[] weights = HeadFiles.values(model, "dense0.weight");
    float[] bias = HeadFiles.values(model, "dense0.bias");
    int inputs = examples.inputs();
    float[] row = new float[inputs];
    double[] scores = new double[examples.size()];
    for (int i = 0; i < scores.length; i++) {
      examples.copyInputs(i, row, 0);
      double score = bias[1] - bias[0];
      for (int j = 0; j < inputs; j++) {
        score += (double) (weights[inputs + j] - weights[j]) * row[j];
      }
      scores[i] = score;
    }
    return scores;
  }
}
