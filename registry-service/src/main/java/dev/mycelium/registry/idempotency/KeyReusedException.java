package dev.mycelium.registry.idempotency;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.problem.ProblemType;

/** The key belongs to another request. */
final class KeyReusedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private KeyReusedException() {
    super(
        ProblemType.IDEMPOTENCY_KEY_REUSED,
        "Idempotency-Key: used for another request (expected: a new key for a new request)");
  }

  static KeyReusedException of() {
    return new KeyReusedException();
  }
}
