package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

/**
 * The value of an option that the command line did not give.
 *
 * @param from where it stands, as a person finds it: a variable's name, or file and line
 */
record Setting(String value, String from) {

  Setting {
    requireNonNull(value, "value");
    requireNonNull(from, "from");
  }
}
