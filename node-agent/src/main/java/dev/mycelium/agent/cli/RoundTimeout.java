package dev.mycelium.agent.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a round closes with what it has: {@code auto}, or a duration as {@link DurationText} has it.
 *
 * @param told null lets the coordinator choose
 */
record RoundTimeout(@Nullable Duration told) {
  private static final String AUTO = "auto";

  static RoundTimeout parse(String text) {
    return new RoundTimeout(text.equals(AUTO) ? null : DurationText.parse(text));
  }
}
