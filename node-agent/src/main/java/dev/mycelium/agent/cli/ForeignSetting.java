package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A setting of SIGMAX's {@code FederatedConfig} that an option of ours corresponds to, for the
 * reference. Flower's defaults are those of its strategy {@code FedAvg}; what SIGMAX adds to Flower
 * has none there.
 */
enum ForeignSetting {
  NUM_ROUNDS("--num-rounds", "10", ""),
  LOCAL_EPOCHS("--local-epochs", "5", ""),
  BATCH_SIZE("--batch-size", "32", ""),
  LEARNING_RATE("--learning-rate", "0.001", ""),
  FRACTION_FIT("--fraction-fit", "1.0", "1.0"),
  FRACTION_EVALUATE("--fraction-evaluate", "1.0", "1.0"),
  MIN_FIT_CLIENTS("--min-fit-clients", "2", "2"),
  MIN_AVAILABLE_CLIENTS("--min-available-clients", "2", "2");

  private final String option;
  private final String sigmax;
  private final String flower;

  ForeignSetting(String option, String sigmax, String flower) {
    this.option = requireNonNull(option, "option");
    this.sigmax = requireNonNull(sigmax, "sigmax");
    this.flower = requireNonNull(flower, "flower");
  }

  String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }

  String option() {
    return option;
  }

  /** SIGMAX's default. */
  String sigmax() {
    return sigmax;
  }

  /** Flower's default; empty if it has none. */
  String flower() {
    return flower;
  }
}
