package dev.mycelium.registry.signature;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.signature.CoveredRequest;
import dev.mycelium.wire.signature.RequestSignature;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Nothing shows that the node whose key is registered wants what is asked. */
final class SignatureRequiredException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private SignatureRequiredException(String detail) {
    super(ProblemType.SIGNATURE_REQUIRED, detail);
  }

  static SignatureRequiredException missing(String node) {
    return new SignatureRequiredException(
        "Signature: missing (expected: Signature-Input and Signature by the key of node %s)"
            .formatted(node));
  }

  static SignatureRequiredException unreadable(InvalidFieldException why) {
    return new SignatureRequiredException(String.valueOf(why.getMessage()));
  }

  static SignatureRequiredException anotherBody() {
    return new SignatureRequiredException(
        "Content-Digest: missing, or of another body (expected: sha-256=:BASE64: of this one)");
  }

  static SignatureRequiredException covers(RequestSignature signature, CoveredRequest request) {
    return new SignatureRequiredException(
        "Signature-Input: covers %s (expected: %s)"
            .formatted(signature.input().components(), request.components()));
  }

  static SignatureRequiredException wrong(String node) {
    return new SignatureRequiredException(
        "Signature: wrong (expected: one of this request by the key of node %s)".formatted(node));
  }

  static SignatureRequiredException used() {
    return new SignatureRequiredException(
        "nonce: used before (expected: a new one in each request)");
  }

  /** With the registry's time, by which a node whose clock is wrong can sign anew. */
  static SignatureRequiredException untimely(Instant created, Instant now) {
    Duration ahead = Duration.between(now, created);
    SignatureRequiredException refusal =
        new SignatureRequiredException(
            "created: %s, %s %s the registry's clock (expected: within %s, and after its start; set"
                    .formatted(
                        created,
                        ahead.abs().truncatedTo(ChronoUnit.SECONDS),
                        ahead.isNegative() ? "behind" : "ahead of",
                        Nonces.WINDOW)
                + " the clocks)");
    refusal.member("registry_time", now.toString());
    return refusal;
  }
}
