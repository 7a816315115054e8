package dev.mycelium.agent.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Time of the rules as shipped, each call followed by one of numpy's and Flower's for the same
 * sizes, so that a busy machine hits all alike; ratios and the CSV of every run. By name only:
 *
 * <pre>
 *   python3 -m venv venv; venv/bin/pip install numpy flwr
 *   ./mvnw -q -pl node-agent -am test -Dtest=RulesBenchmark \
 *       -Dsurefire.failIfNoSpecifiedTests=false -Dsurefire.jvm.options=-Xmx3g \
 *       -Dmycelium.bench.python=$PWD/venv/bin/python -Dmycelium.bench.csv=$PWD/docs/results/rules.csv
 * </pre>
 */
class RulesBenchmark {
  private static final int MEMBERS = 10;
  private static final int WARM_UP = 20;
  private static final int RUNS = 25;
  private static final String ROW = "%-14s %-20s %8.1f %8.1f   %8.1f %8.1f   x%.1f x%.1f%n";

  private final List<Way> ways = new ArrayList<>();

  @Test
  void printsTimesAndRatios() throws IOException {
    RandomGenerator random = SomeTensors.seeded(1);
    Work small = Work.of(1_000, random);
    Work large = Work.of(10_000, random);
    way("fedavg", new FedAvg(), large);
    way("fedavg-aggregate", new FedAvg(), large);
    way("fedavg-arrayrecords", new FedAvg(), large);
    way("median", new Median(), small);
    way("trimmed_mean", new TrimmedMean(2), small);
    way("krum", new Krum(2, 1), small);
    Path script = Path.of("src/test/python/bench_rules.py").toAbsolutePath();
    Process python =
        new ProcessBuilder(System.getProperty("mycelium.bench.python", "python3"), "" + script)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (PrintWriter asks = new PrintWriter(python.getOutputStream(), true, UTF_8);
        BufferedReader answers = python.inputReader(UTF_8)) {
      for (int run = -WARM_UP; run < RUNS; run++) {
        for (Way way : ways) {
          way.measure(run, asks, answers);
        }
      }
    } finally {
      python.destroy();
    }
    report();
  }

  private void way(String name, Aggregator rule, Work work) {
    ways.add(new Way(name, rule, work, new long[RUNS], new long[RUNS]));
  }

  private void report() throws IOException {
    List<String> lines = new ArrayList<>(List.of("name,numbers,run,ours_ns,peer_ns"));
    System.out.printf(
        "ms: ours min, median; peer min, median; peer / ours of minima, of medians%n");
    for (Way way : ways) {
      for (int run = 0; run < RUNS; run++) {
        lines.add(
            "%s,%d,%d,%d,%d"
                .formatted(
                    way.name(),
                    way.work().head().model().elements(),
                    run,
                    way.ours()[run],
                    way.peers()[run]));
      }
      way.print();
    }
    String csv = System.getProperty("mycelium.bench.csv");
    if (csv != null) {
      Files.write(Path.of(csv), lines);
    }
  }

  private record Work(Payload head, Cohort cohort) {
    static Work of(int rows, RandomGenerator random) {
      TensorLayout layout = TensorLayout.of(TensorSpec.of("w", rows, 1_000));
      return new Work(
          Payload.ofModel(SomeTensors.aTensors(layout, 0.1, random)),
          SomeCohorts.cohort(
              MEMBERS,
              member -> Payload.ofModel(SomeTensors.aTensors(layout, 0.01, random)),
              random));
    }
  }

  /** A peer that is not installed has 0 for its times. */
  private record Way(String name, Aggregator rule, Work work, long[] ours, long[] peers) {
    void measure(int run, PrintWriter asks, BufferedReader answers) throws IOException {
      long begin = System.nanoTime();
      Aggregation result = rule.aggregate(work.head(), work.cohort());
      ours[Math.max(run, 0)] = System.nanoTime() - begin;
      assertThat(result).isInstanceOf(Aggregation.Aggregated.class);
      asks.println(name);
      String answer = answers.readLine();
      peers[Math.max(run, 0)] = "-".equals(answer) ? 0 : Long.parseLong(answer);
    }

    void print() {
      long[] mine = sorted(ours);
      long[] theirs = sorted(peers);
      System.out.printf(
          ROW,
          work.head().model().elements(),
          name,
          mine[0] / 1e6,
          mine[RUNS / 2] / 1e6,
          theirs[0] / 1e6,
          theirs[RUNS / 2] / 1e6,
          (double) theirs[0] / mine[0],
          (double) theirs[RUNS / 2] / mine[RUNS / 2]);
    }

    private static long[] sorted(long[] times) {
      long[] sorted = times.clone();
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
