package dev.mycelium.agent.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.signature.CoveredRequest;
import dev.mycelium.wire.signature.NodeKey;
import dev.mycelium.wire.signature.RequestSignature;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestSignerTest {
  private static final NodeId NODE = new NodeId("a node");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private ScriptedRegistry registry;
  private KeyPair keys;
  private HttpDirectory directory;

  @BeforeEach
  void begin() throws Exception {
    registry = new ScriptedRegistry();
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    directory =
        new HttpDirectory(
            RegistryAccess.direct(registry.uri()),
            new RequestSigner(NODE, this::sign, Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void signsAChangeAsItIsSent() {
    registry.refuses(ProblemType.NODE_NOT_FOUND);

    directory.beat(NODE, Heartbeat.empty());

    RequestSignature signature = signature(0);
    assertThat(isSigned("POST", "/nodes/a%20node/heartbeat", registry.bodies().get(0), 0)).isTrue();
    assertThat(signature.input().keyId()).isEqualTo("a node");
    assertThat(signature.input().created()).isEqualTo(NOW);
    assertThat(registry.bodies().get(0)).startsWith("{");
  }

  @Test
  void signsAChangeWithoutABody() {
    registry.answers(204, "");

    directory.leave(NODE);

    assertThat(isSigned("DELETE", "/nodes/a%20node", "", 0)).isTrue();
  }

  @Test
  void signsNothingThatChangesNothing() {
    registry.answers(200, "[]");

    directory.groups();

    assertThat(registry.headers().get(0)).doesNotContainKeys("Signature", "Idempotency-key");
  }

  @Test
  void countsTimeAsTheRegistryThatRefusedItsClock() {
    refusesTime("2030-06-01T00:00:00Z");
    registry.refuses(ProblemType.NODE_NOT_FOUND);

    directory.beat(NODE, Heartbeat.empty());
    directory.beat(NODE, Heartbeat.empty());

    assertThat(registry.requests()).hasSize(3);
    Instant there = Instant.parse("2030-06-01T00:00:00Z");
    assertThat(signature(1).input().created()).isEqualTo(there);
    assertThat(signature(2).input().created()).isEqualTo(there);
    assertThat(signature(1).input().nonce()).isNotEqualTo(signature(0).input().nonce());
    assertThat(registry.headers().get(1).getFirst("Idempotency-Key"))
        .isEqualTo(registry.headers().get(0).getFirst("Idempotency-Key"));
  }

  @Test
  void givesUpOnARegistryThatRefusesItsOwnTime() {
    refusesTime("2030-06-01T00:00:00Z");

    assertThatThrownBy(() -> directory.beat(NODE, Heartbeat.empty()))
        .isInstanceOf(RegistryRefusedException.class)
        .hasMessageContaining("401");
    assertThat(registry.requests()).hasSize(2);
  }

  private void refusesTime(String registryTime) {
    registry.answers(
        401,
        "{\"type\": \"%s\", \"status\": 401, \"detail\": \"created\", \"registry_time\": \"%s\"}"
            .formatted(ProblemType.SIGNATURE_REQUIRED.uri(), registryTime));
  }

  private boolean isSigned(String method, String path, String body, int request) {
    String key = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    return signature(request)
        .isOf(
            CoveredRequest.of(method, URI.create("http://r" + path), body.getBytes(UTF_8)),
            NodeKey.of(key));
  }

  private RequestSignature signature(int request) {
    Headers header = registry.headers().get(request);
    return RequestSignature.parse(header.getFirst("Signature-Input"), header.getFirst("Signature"));
  }

  private byte[] sign(byte[] message) {
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
