package dev.mycelium.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.Partition;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
  private static final double BEYOND_REACH = 2;

  @TempDir static Path tables;
  @TempDir Path folder;
  @TempDir Path other;
  private static Dataset data;

  @BeforeAll
  static void load() throws IOException {
    Path table = tables.resolve("points.csv");
    StringBuilder rows = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i).append(',').append(40 - i).append(i % 2 == 0 ? ",near\n" : ",far\n");
    }
    Files.writeString(table, rows);
    data = new Datasets(tables, tables).load(DataSpec.parse("csv:" + table + "?label=label"));
  }

  @Test
  void scoresEveryVersionAndStopsAtTheTarget() {
    Curve curve = run(folder, 0.9, 1000);

    assertThat(curve.points()).extracting(Experiment.Point::version).startsWith(0L, 1L, 2L);
    Experiment.Point last = curve.points().get(curve.points().size() - 1);
    assertThat(curve.firstAt(0.9)).contains(last);
    assertThat(last.score().metric()).isBetween(0.9, 1.0);
  }

  @Test
  void goesOnWhereAKillLeftIt() throws IOException {
    Curve whole = run(folder, BEYOND_REACH, 12);
    Curve half = run(other, BEYOND_REACH, 7);
    Files.writeString(other.resolve("curve.csv"), "8,8,0.5,0.5,2", StandardOpenOption.APPEND);

    Curve resumed = run(other, BEYOND_REACH, 12);

    assertThat(half.points()).hasSize(8);
    assertThat(resumed.points()).isEqualTo(whole.points());
    assertThat(other.resolve("curve.csv")).hasSameTextualContentAs(folder.resolve("curve.csv"));
  }

  private static Curve run(Path folder, double target, long rounds) {
    try (Experiment experiment = experiment(folder)) {
      return experiment.run(target, rounds, point -> {});
    }
  }

  /** Learners of a known optimum, whatever their examples. */
  private static Experiment experiment(Path folder) {
    return new Experiment(
        new Experiment.Plan(spec(), 4, new Partition.Iid(), 1),
        new Experiment.Source(data.train(), data.train(), data.labels()),
        new FedAvg(),
        local -> new QuadraticLearner(local.train().size(), 3, -1),
        folder);
  }

  private static GroupSpec spec() {
    return new GroupSpec(
        data.train().task(data.labels()),
        new ModelSpec.Linear(),
        new TrainingSpec(new OptimizerSpec.Sgd(0.05, 0), 10, 1, 7),
        FederationSpec.defaults());
  }
}
