package dev.mycelium.agent.cli;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.SelectionSpec;

/** Who is asked, as {@code --selection} takes it. */
final class SelectionText {
  private static final String FAST = "fast";
  private static final String EXPLORATION = ",exploration=";

  private SelectionText() {}

  static SelectionSpec parse(String text) {
    if (text.equals("random")) {
      return new SelectionSpec.Random();
    }
    if (text.equals(FAST)) {
      return new SelectionSpec.Fast(null);
    }
    if (!text.startsWith(FAST + EXPLORATION)) {
      throw refused(text, "random, fast or fast,exploration=SHARE");
    }
    String share = text.substring(FAST.length() + EXPLORATION.length());
    try {
      return new SelectionSpec.Fast(Double.valueOf(share));
    } catch (NumberFormatException | InvalidFieldException e) {
      throw refused(text, "a share of 0.01 to 1");
    }
  }

  private static CommandFailedException refused(String text, String expected) {
    return new CommandFailedException(
        ExitCode.USAGE, "--selection: \"%s\" (expected: %s)".formatted(text, expected));
  }
}
