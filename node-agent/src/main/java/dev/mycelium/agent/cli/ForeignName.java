package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

/**
 * Variables of SIGMAX's containers, understood as options of ours. Their defaults are those of the
 * settings behind them; the values in SIGMAX's compose file, 20 rounds and 3 clients, are an
 * example.
 */
enum ForeignName {
  FL_SERVER(
      "--registry",
      "0.0.0.0:8080",
      "HOST:PORT of the server; a URL here, http:// unless it says otherwise") {
    @Override
    String translated(String value) {
      return value.contains("://") ? value : "http://" + value;
    }
  },
  FL_CLIENT_ID("--name", "", "name of the client; the node's id comes from its key"),
  FL_NUM_ROUNDS("--num-rounds", "10", "rounds of the training"),
  FL_MIN_CLIENTS("--min-available-clients", "2", "clients that a round waits for"),
  DATA_SOURCE("--data", "", "a source's name there, a data spec here");

  private final String option;
  private final String standard;
  private final String meaning;

  ForeignName(String option, String standard, String meaning) {
    this.option = requireNonNull(option, "option");
    this.standard = requireNonNull(standard, "standard");
    this.meaning = requireNonNull(meaning, "meaning");
  }

  String option() {
    return option;
  }

  /** Its default there; empty if it has none. */
  String standard() {
    return standard;
  }

  String meaning() {
    return meaning;
  }

  /** Its value as our option understands it. */
  String translated(String value) {
    return value;
  }
}
