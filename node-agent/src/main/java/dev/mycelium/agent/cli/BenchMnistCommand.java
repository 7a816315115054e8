package dev.mycelium.agent.cli;

import dev.mycelium.agent.simulation.Experiment;
import dev.mycelium.agent.simulation.SharedDigits;
import dev.mycelium.wire.group.StrategySpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mycelium bench mnist-10k}. */
@Command(
    name = "mnist-10k",
    description = {
      "Rounds of FedAvg to an accuracy on 10,000 images of MNIST.",
      "100 virtual clients share 8,000 images, 10 of them train in a round (2NN, one epoch, "
          + "batches of 10); 2,000 images score. Each round's accuracy is kept, and a run that was "
          + "stopped goes on."
    },
    mixinStandardHelpOptions = true)
final class BenchMnistCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions runs = new ExperimentOptions();

  @Option(
      names = "--partition",
      paramLabel = "P",
      defaultValue = "iid",
      description = "iid, dirichlet:A, shards:K or labels:K (${DEFAULT-VALUE}).")
  private String partition = "iid";

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0.1",
      description = "Learning rate (${DEFAULT-VALUE}).")
  private double rate = 0.1;

  @Option(
      names = "--target",
      paramLabel = "A",
      defaultValue = "0.95",
      description = "Accuracy at which a run ends (${DEFAULT-VALUE}).")
  private double target = 0.95;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "400",
      description = "Rounds after which a run ends (${DEFAULT-VALUE}).")
  private int rounds = 400;

  @Option(
      names = "--division",
      paramLabel = "D",
      defaultValue = "1",
      description = "Which 2,000 images score; some are harder than others (${DEFAULT-VALUE}).")
  private long division = 1;

  @Override
  public Integer call() {
    SharedDigits digits = runs.digits();
    RoundsToTarget needed = new RoundsToTarget(target, rounds);
    for (long seed : runs.seeds()) {
      Experiment.Plan plan =
          digits.plan(
              new SharedDigits.Trial(
                  ExperimentOptions.dealt(partition),
                  rate,
                  new StrategySpec.FedAvg(),
                  seed,
                  runs.workers()));
      String name =
          "mnist-10k-%s-%s-%d-%d".formatted(partition.replace(':', '-'), rate, division, seed);
      runs.print(
          "%s: %s",
          name, needed.add(runs.run(name, plan, digits.tenThousand(division), target, rounds)));
    }
    runs.print("%s", needed.median());
    return ExitCode.OK.number();
  }
}
