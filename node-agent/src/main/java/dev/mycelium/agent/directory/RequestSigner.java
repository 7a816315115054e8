package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.signature.ContentDigest;
import dev.mycelium.wire.signature.CoveredRequest;
import dev.mycelium.wire.signature.RequestSignature;
import dev.mycelium.wire.signature.SignatureInput;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs what a node asks of its registry, each time under a new nonce. It counts time as the
 * registry does once that said that the two differ: a node whose clock is wrong works as any other.
 * Thread-safe.
 */
public final class RequestSigner {
  private static final Logger log = LoggerFactory.getLogger(RequestSigner.class);

  private final NodeId node;
  private final UnaryOperator<byte[]> key;
  private final Clock clock;
  private final AtomicReference<Duration> registryAhead = new AtomicReference<>(Duration.ZERO);

  /**
   * @param key from bytes to the signature that the private key makes of them
   */
  public RequestSigner(NodeId node, UnaryOperator<byte[]> key, Clock clock) {
    this.node = requireNonNull(node, "node");
    this.key = requireNonNull(key, "key");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Adds the fields that show who asks; {@code body} is empty where there is none. */
  void sign(HttpRequest.Builder request, String method, URI target, byte[] body) {
    RequestSignature.Signer signer =
        new RequestSignature.Signer(
            node.value(), clock.instant().plus(registryAhead.get()), UUID.randomUUID().toString());
    CoveredRequest covered = CoveredRequest.of(method, target, body);
    RequestSignature signature = RequestSignature.of(covered, signer, key);
    if (covered.contentDigest() != null) {
      request.header(ContentDigest.FIELD, covered.contentDigest());
    }
    request
        .header(SignatureInput.FIELD, signature.inputField())
        .header(RequestSignature.FIELD, signature.signatureField());
  }

  /** From now on counts time from {@code registryTime}, at which the registry just answered. */
  void follow(Instant registryTime) {
    Duration ahead = Duration.between(clock.instant(), registryTime);
    Duration before = registryAhead.getAndSet(ahead);
    if (ahead.minus(before).abs().compareTo(Duration.ofMinutes(1)) > 0) {
      log.warn("the registry's clock is ahead of this machine's by {}: set the clocks", ahead);
    }
  }
}
