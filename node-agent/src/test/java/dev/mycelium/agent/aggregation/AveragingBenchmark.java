package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.node.NodeId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Time of one FedAvg of 10 updates of 10 M float32 in several ways, interleaved so that a busy
 * machine hits all alike. Run by name only:
 *
 * <pre>
 *   ./mvnw -q -pl node-agent -am test -Dtest=AveragingBenchmark \
 *       -Dsurefire.failIfNoSpecifiedTests=false -Dsurefire.jvm.options=-Xmx3g
 * </pre>
 */
class AveragingBenchmark {
  private static final int MEMBERS = 10;
  private static final int WARM_UP = 5;
  private static final int RUNS = 20;
  private static final int BLOCK = 2048;
  private static final TensorLayout LAYOUT = TensorLayout.of(TensorSpec.of("w", 10_000, 1_000));

  private final Tensors head;
  private final Cohort cohort;
  private final float[][] deltas;
  private final float[] target = new float[LAYOUT.elements()];
  private final List<Way> ways = new ArrayList<>();

  AveragingBenchmark() {
    RandomGenerator random = SomeTensors.seeded(1);
    head = SomeTensors.aTensors(LAYOUT, 0.1, random);
    cohort =
        new Cohort(
            IntStream.range(0, MEMBERS)
                .mapToObj(i -> new Contribution(new NodeId("n" + i), aDelta(random), 100 + i))
                .toList());
    deltas = new float[MEMBERS][];
    for (int i = 0; i < MEMBERS; i++) {
      deltas[i] = new float[LAYOUT.elements()];
      cohort.contributions().get(i).delta().model().read(0, deltas[i], LAYOUT.elements());
    }
  }

  @Test
  void printsTimesAndRatios() {
    try (NdArrayAverage djl = new NdArrayAverage(head, cohort)) {
      way("FedAvg as shipped: double, stripes, checked", this::shipped);
      way("copy: 440 MB read or written", this::copy);
      way("blocks in double, 1 thread", () -> inDouble(0, LAYOUT.elements()));
      way("blocks in double, 2 threads", () -> onTwoThreads(this::inDouble));
      way("blocks in float, 1 thread", () -> inFloat(0, LAYOUT.elements()));
      way("blocks in float, 2 threads", () -> onTwoThreads(this::inFloat));
      way("DJL NDArray operations", () -> djl.average().close());

      measure();
      print();
    }
  }

  /** A head of 10 M numbers is the same for any split into blocks. */
  @Test
  void twoThreadsGiveTheSameBits() {
    inDouble(0, LAYOUT.elements());
    float[] one = target.clone();
    Arrays.fill(target, 0);

    onTwoThreads(this::inDouble);

    assertThat(Arrays.equals(target, one)).isTrue();
  }

  private void way(String name, Runnable average) {
    ways.add(new Way(name, average, new long[RUNS], new long[RUNS]));
  }

  private void measure() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int run = -WARM_UP; run < RUNS; run++) {
      for (Way way : ways) {
        long cpu = threads.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        way.average().run();
        way.wall()[Math.max(run, 0)] = System.nanoTime() - begin;
        way.cpu()[Math.max(run, 0)] = threads.getCurrentThreadCpuTime() - cpu;
      }
    }
  }

  private void print() {
    Way shipped = ways.get(0);
    System.out.printf(
        "%-44s %28s %28s%n", "", "wall ms: min, median", "CPU ms of caller: min, median");
    for (Way way : ways) {
      System.out.printf(
          "%-44s %s %s%n",
          way.name(), column(way.wall(), shipped.wall()), column(way.cpu(), shipped.cpu()));
    }
  }

  private static String column(long[] nanos, long[] base) {
    long[] sorted = nanos.clone();
    long[] sortedBase = base.clone();
    Arrays.sort(sorted);
    Arrays.sort(sortedBase);
    return "%6.1f (x%.2f) %6.1f (x%.2f)"
        .formatted(
            sorted[0] / 1e6,
            (double) sorted[0] / sortedBase[0],
            sorted[RUNS / 2] / 1e6,
            (double) sorted[RUNS / 2] / sortedBase[RUNS / 2]);
  }

  private void shipped() {
    Aggregation result = new FedAvg().aggregate(Payload.ofModel(head), cohort);
    assertThat(result).isInstanceOf(Aggregation.Aggregated.class);
  }

  private void inDouble(int begin, int end) {
    double[] sums = new double[BLOCK];
    for (int from = begin; from < end; from += BLOCK) {
      int count = Math.min(BLOCK, end - from);
      head.read(from, sums, count);
      for (int member = 0; member < MEMBERS; member++) {
        double weight = (double) cohort.contributions().get(member).examples() / cohort.examples();
        accumulate(weight, deltas[member], from, sums, count);
      }
      for (int i = 0; i < count; i++) {
        target[from + i] = (float) sums[i];
      }
    }
  }

  private void inFloat(int begin, int end) {
    float[] sums = new float[2 * BLOCK];
    for (int from = begin; from < end; from += sums.length) {
      int count = Math.min(sums.length, end - from);
      head.read(from, sums, count);
      for (int member = 0; member < MEMBERS; member++) {
        float weight = (float) cohort.contributions().get(member).examples() / cohort.examples();
        accumulate(weight, deltas[member], from, sums, count);
      }
      System.arraycopy(sums, 0, target, from, count);
    }
  }

  private static void accumulate(double weight, float[] delta, int from, double[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * delta[from + i];
    }
  }

  private static void accumulate(float weight, float[] delta, int from, float[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * delta[from + i];
    }
  }

  private void onTwoThreads(Blocks blocks) {
    int half = LAYOUT.elements() / 2 / (2 * BLOCK) * (2 * BLOCK);
    Thread second = new Thread(() -> blocks.average(half, LAYOUT.elements()), "second-half");
    second.start();
    blocks.average(0, half);
    try {
      second.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void copy() {
    for (int i = 0; i < 5; i++) {
      System.arraycopy(deltas[i], 0, target, 0, target.length);
    }
    System.arraycopy(deltas[5], 0, target, 0, target.length / 2);
  }

  private static Payload aDelta(RandomGenerator random) {
    return Payload.ofModel(SomeTensors.aTensors(LAYOUT, 0.01, random));
  }

  /** A way to average, and nanoseconds of each run; a busy machine disturbs CPU time less. */
  private record Way(String name, Runnable average, long[] wall, long[] cpu) {}

  private interface Blocks {
    void average(int begin, int end);
  }
}
