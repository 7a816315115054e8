package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

/**
 * The value of an option that the command line did not give.
 *
 * @param from where it stands, as a person finds it: a variable's name, or file and line
 */
record Setting(String value, String from, Source source) {

  /** Where options are given; what comes first wins. */
  enum Source {
    COMMAND_LINE,
    ENVIRONMENT,
    FILE
  }

  Setting {
    requireNonNull(value, "value");
    requireNonNull(from, "from");
    requireNonNull(source, "source");
  }
}
