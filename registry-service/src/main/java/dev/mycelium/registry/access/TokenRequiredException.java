package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;

/** Somebody wants to change something without the network's token. */
final class TokenRequiredException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private TokenRequiredException(String found) {
    super(
        ProblemType.TOKEN_REQUIRED,
        "authorization: %s (expected: Bearer, then the network's token)".formatted(found));
  }

  static TokenRequiredException missing() {
    return new TokenRequiredException("missing");
  }

  static TokenRequiredException wrong() {
    return new TokenRequiredException("another token");
  }
}
