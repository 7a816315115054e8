package dev.mycelium.registry;

import dev.mycelium.wire.signature.ContentDigest;
import dev.mycelium.wire.signature.CoveredRequest;
import dev.mycelium.wire.signature.RequestSignature;
import dev.mycelium.wire.signature.SignatureInput;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;

/** A node with a key of its own, which signs what it asks. */
record KeyedNode(String id, KeyPair keys, Clock clock) {
  static KeyedNode named(String id, Clock clock) {
    try {
      return new KeyedNode(id, KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), clock);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static KeyedNode withClock(Clock clock) {
    return named(UUID.randomUUID().toString(), clock);
  }

  String publicKey() {
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  Reply register(RunningRegistry registry) {
    return send(registry, "POST", "/nodes/register", registration());
  }

  String registration() {
    return "{\"node_id\": \"%s\", \"node_address\": \"h:1\", \"public_key\": \"%s\"}"
        .formatted(id, publicKey());
  }

  Reply send(RunningRegistry registry, String method, String path, String json) {
    return registry.send(signed(registry, method, path, json).build());
  }

  /** Signed anew each time; an empty {@code json} is no body. */
  HttpRequest.Builder signed(RunningRegistry registry, String method, String path, String json) {
    URI target = URI.create(registry.url() + path);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    RequestSignature signature =
        RequestSignature.of(
            CoveredRequest.of(method, target, body),
            new RequestSignature.Signer(id, clock.instant(), UUID.randomUUID().toString()),
            this::sign);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header(SignatureInput.FIELD, signature.inputField())
            .header(RequestSignature.FIELD, signature.signatureField());
    if (body.length == 0) {
      return request.method(method, BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", "application/json")
        .header(ContentDigest.FIELD, ContentDigest.of(body))
        .method(method, BodyPublishers.ofByteArray(body));
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
