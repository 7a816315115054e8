package dev.mycelium.registry.signature;

import dev.mycelium.registry.node.Nodes;
import dev.mycelium.registry.signature.SignedRequest.Proof;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.signature.ContentDigest;
import dev.mycelium.wire.signature.CoveredRequest;
import dev.mycelium.wire.signature.NodeKey;
import dev.mycelium.wire.signature.RequestSignature;
import dev.mycelium.wire.signature.SignatureInput;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Verifies signatures of requests, each of them once. */
@Component
class Proofs {
  private static final String REGISTRATION = "/nodes/register";

  private final Nodes nodes;
  private final Nonces nonces;
  private final JsonMapper json;
  private final Clock clock;

  Proofs(Nodes nodes, Nonces nonces, JsonMapper json, Clock clock) {
    this.nodes = nodes;
    this.nonces = nonces;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Who signed; empty if the registry has no key by which to tell, such as after the loss of its
   * database.
   *
   * @throws SignatureRequiredException if it can tell, and the signature is not good
   */
  Optional<Proof> of(HttpServletRequest request, byte[] body) {
    RequestSignature signature =
        RequestSignature.parse(
            only(request, SignatureInput.FIELD), only(request, RequestSignature.FIELD));
    String node = signature.input().keyId();
    Optional<Proof> proof = key(request, body, node).map(key -> new Proof(node, key));
    proof.ifPresent(claimed -> verify(signature, request, body, claimed));
    return proof;
  }

  private void verify(
      RequestSignature signature, HttpServletRequest request, byte[] body, Proof claimed) {
    CoveredRequest covered =
        new CoveredRequest(
            request.getMethod(),
            request.getRequestURI(),
            request.getQueryString(),
            CoveredRequest.digest(body));
    if (!signature.covers(covered)) {
      throw SignatureRequiredException.covers(signature, covered);
    }
    if (covered.contentDigest() != null
        && !covered.contentDigest().equals(request.getHeader(ContentDigest.FIELD))) {
      throw SignatureRequiredException.anotherBody();
    }
    Instant now = clock.instant();
    Instant created = signature.input().created();
    if (created.isBefore(now.minus(Nonces.WINDOW)) || created.isAfter(now.plus(Nonces.WINDOW))) {
      throw SignatureRequiredException.untimely(created, now);
    }
    if (!signature.isOf(covered, NodeKey.of(claimed.key()))) {
      throw SignatureRequiredException.wrong(claimed.node());
    }
    switch (nonces.use(claimed.key(), signature.input().nonce(), created)) {
      case FIRST -> {}
      case AGAIN -> throw SignatureRequiredException.used();
      case TOO_OLD -> throw SignatureRequiredException.untimely(created, now);
    }
  }

  /** A registration is verified by the key that it brings: that is what it is to prove. */
  private Optional<String> key(HttpServletRequest request, byte[] body, String node) {
    return request.getRequestURI().equals(REGISTRATION)
        ? registered(body)
        : nodes.key(new NodeId(node));
  }

  /** Empty if the body is none: the route says best what is wrong with it. */
  private Optional<String> registered(byte[] body) {
    try {
      return Optional.ofNullable(json.readValue(body, NodeRegistration.class))
          .map(NodeRegistration::publicKey);
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }

  private static String only(HttpServletRequest request, String field) {
    List<String> values = Collections.list(request.getHeaders(field));
    return values.size() == 1 ? Objects.requireNonNull(values.get(0)).strip() : "";
  }
}
