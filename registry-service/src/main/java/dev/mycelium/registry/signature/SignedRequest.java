package dev.mycelium.registry.signature;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Optional;

/** A request whose signature was verified: its remote user is the node that signed. */
final class SignedRequest extends HttpServletRequestWrapper {
  private static final String ATTRIBUTE = Proof.class.getName();

  private final Proof proof;

  /**
   * What was verified.
   *
   * @param node the id under which it was signed
   * @param key the public key that verified it; at a node's registration, the one that it registers
   */
  record Proof(String node, String key) {}

  SignedRequest(HttpServletRequest request, Proof proof) {
    super(request);
    this.proof = proof;
    setAttribute(ATTRIBUTE, proof);
  }

  /** What was verified of {@code request}, if it was signed. */
  static Optional<Proof> proof(HttpServletRequest request) {
    return Optional.ofNullable((Proof) request.getAttribute(ATTRIBUTE));
  }

  @Override
  public String getRemoteUser() {
    return proof.node();
  }
}
