package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.NamePattern;
import dev.mycelium.wire.group.StrategySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How rounds run in a group that this node founds, under Flower's names. */
final class FederationOptions {
  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      description = {
        "How updates become one model (default: fedavg):",
        "  fedavg   their mean, weighted by examples",
        "  mean     their mean, every member alike",
        "steps of the coordinator along that mean, each",
        "with ,server_learning_rate=R and what it needs:",
        "  fedavgm,momentum=M   with momentum",
        "  fedadagrad   of adaptive length",
        "  fedadam      the same, which forgets",
        "  fedyogi      the same, more slowly",
        "for members whose data differ:",
        "  fedprox,mu=X  each is drawn back to the head",
        "  scaffold      each corrects its own drift",
        "  fednova       each counts by its steps",
        "against N members that may send anything, with",
        "no regard to examples:",
        "  median              each number's median",
        "  trimmed_mean,trim=N  its mean without the N",
        "      greatest and the N least",
        "  krum,attackers=N    the update that lies nearest",
        "      to others; 2N + 3 members or more",
        "  multi_krum,attackers=N,selected=M",
        "      the mean of the M nearest",
        "before another strategy, with a slash between:",
        "  clipped,norm=X/...  no update longer than X",
        "  mixed,attackers=N/...  each averaged with those",
        "      near it, for members whose data differ",
        "such as clipped,norm=10/mixed,attackers=2/median"
      })
  @Nullable String strategy;

  @Option(
      names = "--num-rounds",
      paramLabel = "N",
      description = "Rounds after which the group rests (default: without end).")
  @Nullable Integer numRounds;

  @Option(
      names = "--fraction-fit",
      paramLabel = "SHARE",
      defaultValue = "1.0",
      description = "Share of the members that a round asks to train (${DEFAULT-VALUE}).")
  double fractionFit = 1.0;

  @Option(
      names = "--fraction-evaluate",
      paramLabel = "SHARE",
      defaultValue = "1.0",
      description = "Share of the members that score a new head (${DEFAULT-VALUE}).")
  double fractionEvaluate = 1.0;

  @Option(
      names = "--min-fit-clients",
      paramLabel = "N",
      defaultValue = "2",
      description = "Updates that a round needs; a lone member trains alone (${DEFAULT-VALUE}).")
  int minFitClients = 2;

  @Option(
      names = "--min-available-clients",
      paramLabel = "N",
      defaultValue = "2",
      description = "Members that a round waits for; a lone member waits not (${DEFAULT-VALUE}).")
  int minAvailableClients = 2;

  @Option(
      names = "--round-timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = {
        "After this a round closes with what it has (${DEFAULT-VALUE}); auto: as long as",
        "members took before, with some to spare (1m to 1h; 10m at first)."
      })
  RoundTimeout roundTimeout = RoundTimeout.parse("10m");

  @Option(
      names = "--over-selection",
      paramLabel = "SHARE",
      defaultValue = "0.0",
      description = {
        "Share by which a round asks more members than it wants; it closes when as many as",
        "it wants answered (${DEFAULT-VALUE})."
      })
  double overSelection;

  @Option(
      names = "--compression",
      paramLabel = "COMPRESSION",
      description = {
        "In which numbers updates travel (default: none):",
        "  none     as they are trained, in 32 bits",
        "  float16  half the bytes: 11 bits of each number",
        "  qsgd     a quarter: 8 bits, rounded by chance so",
        "      that the mean of many members stays;",
        "      ,levels=N of 127 and ,bucket_size=N of 512",
        "Heads travel as they are."
      })
  @Nullable String compression;

  @Option(
      names = "--personal",
      paramLabel = "PATTERN",
      split = ",",
      description = {
        "Parameters that never leave a member, which",
        "trains and keeps its own, by patterns of their",
        "names: * for any characters, ? for one. Such as",
        "'dense2.*' for the output layer of mlp:200,200,",
        "where members mean different things by a label,",
        "or '*.norm?.*' (default: none, all are shared)."
      })
  List<String> personal = List.of();

  @Option(
      names = "--selection",
      paramLabel = "HOW",
      description = {
        "Which members a round asks, where it asks fewer than there are (default: random):",
        "  random   each with the same chance",
        "  fast[,exploration=SHARE]   rather those that answered faster, and a SHARE (0.2)",
        "      with the same chance"
      })
  @Nullable String selection;

  @ArgGroup(exclusive = false, multiplicity = "0..1")
  QualityOptions quality = new QualityOptions();

  FederationSpec spec() {
    return new FederationSpec(
        strategy(),
        numRounds,
        fractionFit,
        fractionEvaluate,
        minFitClients,
        minAvailableClients,
        roundTimeout.told(),
        overSelection == 0 ? null : overSelection,
        compression(),
        personal.isEmpty() ? null : personal.stream().map(NamePattern::new).toList(),
        quality.rollback(),
        quality.earlyStopping(),
        selection == null ? null : SelectionText.parse(selection));
  }

  private @Nullable CompressionSpec compression() {
    if (compression == null) {
      return null;
    }
    try {
      return CompressionText.parse(compression);
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage()).replace("spec.federation.compression.", "");
      throw new CommandFailedException(ExitCode.USAGE, "--compression: " + sentence, e);
    }
  }

  private StrategySpec strategy() {
    if (strategy == null) {
      return new StrategySpec.FedAvg();
    }
    try {
      return StrategyText.parse(strategy);
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage()).replace("spec.federation.strategy.", "");
      throw new CommandFailedException(ExitCode.USAGE, "--strategy: " + sentence, e);
    }
  }
}
