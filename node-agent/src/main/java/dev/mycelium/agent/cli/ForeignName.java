package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

/** Variables of Flower's and SIGMAX's containers, understood as options of ours. */
enum ForeignName {
  FL_SERVER("--registry", "HOST:PORT of the server; a URL here, http:// unless it says otherwise") {
    @Override
    String translated(String value) {
      return value.contains("://") ? value : "http://" + value;
    }
  },
  FL_CLIENT_ID("--name", "name of the client; the node's id comes from its key"),
  FL_NUM_ROUNDS("--num-rounds", "rounds of the training; 20 there, without end here"),
  FL_MIN_CLIENTS("--min-available-clients", "clients that a round waits for; 3 there, 2 here"),
  DATA_SOURCE("--data", "a source's name there, a data spec here");

  private final String option;
  private final String meaning;

  ForeignName(String option, String meaning) {
    this.option = requireNonNull(option, "option");
    this.meaning = requireNonNull(meaning, "meaning");
  }

  String option() {
    return option;
  }

  String meaning() {
    return meaning;
  }

  /** Its value as our option understands it. */
  String translated(String value) {
    return value;
  }
}
