package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the doctor found out about one thing that an agent needs.
 *
 * @param cure what to do; empty where nothing is wrong
 */
record Finding(
    @JsonProperty("check") String check,
    @JsonProperty("verdict") Verdict verdict,
    @JsonProperty("found") String found,
    @JsonProperty("cure") String cure) {

  /** How bad it is: with a WARN an agent works, with a FAIL it does not. */
  enum Verdict {
    OK,
    WARN,
    FAIL
  }

  Finding {
    requireNonNull(check, "check");
    requireNonNull(verdict, "verdict");
    requireNonNull(found, "found");
    requireNonNull(cure, "cure");
  }

  static Finding ok(String check, String found) {
    return new Finding(check, Verdict.OK, found, "");
  }

  static Finding warn(String check, String found, String cure) {
    return new Finding(check, Verdict.WARN, found, cure);
  }

  static Finding fail(String check, String found, String cure) {
    return new Finding(check, Verdict.FAIL, found, cure);
  }
}
