package dev.mycelium.wire.group;

import static java.util.Objects.requireNonNullElse;

import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/** Ranges and usual values of what the optimizers at the server are told. */
final class ServerStep {
  private static final String STRATEGY = "spec.federation.strategy.";
  private static final double BELOW_ONE = Math.nextDown(1.0);
  private static final double USUAL_TAU = 1e-3;
  private static final double MOST_TAU = 1e15;

  private ServerStep() {}

  static double rate(@Nullable Double given, double usual) {
    return Expect.positive(requireNonNullElse(given, usual), STRATEGY + "server_learning_rate");
  }

  /** In [0, 1). */
  static double decay(@Nullable Double given, String name, double usual) {
    return Expect.inRange(requireNonNullElse(given, usual), STRATEGY + name, 0, BELOW_ONE);
  }

  /** Its square is a normal float32. */
  static double tau(@Nullable Double given) {
    return Expect.inRange(
        requireNonNullElse(given, USUAL_TAU), STRATEGY + "tau", 1 / MOST_TAU, MOST_TAU);
  }
}
