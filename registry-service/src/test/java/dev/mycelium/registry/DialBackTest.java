package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry calls keyed nodes that offer to coordinate, and believes only their signature. */
class DialBackTest {
  private static final RunningRegistry registry =
      RunningRegistry.on(
          RunningRegistry.temporaryFile(),
          "--node.dial-back.timeout=3s",
          "--node.dial-back.after-failure=50ms");
  private final Story story = new Story(registry);
  private final String node = UUID.randomUUID().toString();
  private final AtomicInteger calls = new AtomicInteger();
  private KeyPair keys;
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @Test
  void knowsANodeThatAnswersWithItsSignatureAndLetsItCoordinate() {
    answer(exchange -> reply(exchange, signed(node, nonce(exchange))));

    register(address(), true);

    awaitReachable("true");
    assertThat(offered(story.group(2)).coordinator().nodeId()).isEqualTo(new NodeId(node));
    assertThat(registry.events(node)).containsOnlyOnce("node_reached");
  }

  @Test
  void letsNobodyCoordinateWhoAnswersUnderAnotherName() {
    answer(exchange -> reply(exchange, signed("another", nonce(exchange))));
    isNotReached(address());
  }

  @Test
  void letsNobodyCoordinateWhoRepeatsAnOldSignature() {
    answer(exchange -> reply(exchange, signed(node, "an older nonce")));
    isNotReached(address());
  }

  @Test
  void followsNoRedirect() {
    AtomicInteger followed = new AtomicInteger();
    server.createContext(
        "/elsewhere",
        exchange -> {
          followed.incrementAndGet();
          reply(exchange, signed(node, nonce(exchange)));
        });
    answer(
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Location", "/elsewhere?" + exchange.getRequestURI().getQuery());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    isNotReached(address());

    assertThat(followed).hasValue(0);
  }

  @Test
  void readsNoLongAnswer() {
    answer(exchange -> reply(exchange, signed(node, nonce(exchange)) + " ".repeat(5000)));
    isNotReached(address());
  }

  @Test
  void waitsForNobodyWhoSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      isNotReached("127.0.0.1:" + silent.getLocalPort());
    }
  }

  @Test
  void waitsForNobodyWhoNeverEndsTheHandshake() throws IOException {
    try (DrippingPeer peer = new DrippingPeer()) {
      isNotReached("https://" + peer.address());
    }
  }

  @Test
  void callsAgainWhoWasNotReachedWhenItBeats() {
    isNotReached(address());
    answer(exchange -> reply(exchange, signed(node, nonce(exchange))));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              beat("{}");
              assertThat(reachable()).isEqualTo("true");
            });
  }

  @Test
  void forgetsWhatItKnewOfAnotherAddress() {
    answer(exchange -> reply(exchange, signed(node, nonce(exchange))));
    register(address(), true);
    awaitReachable("true");

    register("169.254.169.254:80", true);

    awaitReachable("false");
  }

  @Test
  void callsNobodyWithoutKeyOrWithoutAnOffer() throws IOException {
    answer(exchange -> reply(exchange, signed(node, nonce(exchange))));
    AtomicInteger called = new AtomicInteger();
    HttpServer uncalled =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    uncalled.createContext("/", exchange -> called.incrementAndGet());
    uncalled.start();
    String there = "127.0.0.1:" + uncalled.getAddress().getPort();
    registry.post(
        "/nodes/register",
        "{\"node_id\": \"keyless\", \"node_address\": \"%s\", \"offers_coordination\": true}"
            .formatted(there));
    register(there, false);
    beat("{}");
    story.beat("keyless", "{}");

    register(address(), true);
    awaitReachable("true");
    uncalled.stop(0);

    assertThat(called).hasValue(0);
    assertThat(registry.get("/nodes/keyless").json().get("reachable").isNull()).isTrue();
  }

  /** One after another, thirty-two at once, the silent ones would take a minute. */
  @Test
  void reachesANodeWhileManyAtAnotherAddressSayNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2"));
        RunningRegistry patient =
            RunningRegistry.on(RunningRegistry.temporaryFile(), "--node.dial-back.timeout=10s")) {
      answer(exchange -> reply(exchange, signed(node, nonce(exchange))));
      for (int i = 0; i < 192; i++) {
        register(patient, "silent-" + i, "127.0.0.2:" + silent.getLocalPort(), true);
      }

      register(patient, node, address(), true);

      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> patient.get("/nodes/" + node).json().get("reachable").asBoolean());
    }
  }

  private void isNotReached(String address) {
    register(address, true);
    awaitReachable("false");
    assertThat(offered(story.group(2)).coordinator()).isNull();
  }

  /** What the node is told once it is in {@code group} and offers to coordinate it. */
  private HeartbeatReply offered(String group) {
    String join = "{\"node_id\": \"%s\", \"group_id\": \"%s\"}".formatted(node, group);
    assertThat(signed().send(registry, "POST", "/groups/join", join).status()).isEqualTo(200);
    return beat("{\"offers_coordination\": true}");
  }

  private HeartbeatReply beat(String json) {
    Reply reply = signed().send(registry, "POST", "/nodes/" + node + "/heartbeat", json);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.as(HeartbeatReply.class);
  }

  private KeyedNode signed() {
    return new KeyedNode(node, keys, Clock.systemUTC());
  }

  private void register(String address, boolean offers) {
    register(registry, node, address, offers);
  }

  private void register(RunningRegistry at, String name, String address, boolean offers) {
    KeyedNode keyed = new KeyedNode(name, keys, Clock.systemUTC());
    Reply reply =
        keyed.send(
            at,
            "POST",
            "/nodes/register",
            """
            {"node_id": "%s", "node_address": "%s", "public_key": "%s", "offers_coordination": %s}
            """
                .formatted(name, address, keyed.publicKey(), offers));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private void awaitReachable(String expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              beat("{}"); // who was not reached in time is called again
              assertThat(reachable()).isEqualTo(expected);
            });
  }

  private String reachable() {
    return registry.get("/nodes/" + node).json().get("reachable").toString();
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(Answer answer) {
    server.createContext(
        "/dial-back",
        exchange -> {
          calls.incrementAndGet();
          answer.to(exchange);
        });
  }

  /** What the called node does. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static String nonce(HttpExchange exchange) {
    return exchange.getRequestURI().getQuery().replaceFirst("^nonce=", "");
  }

  private String signed(String name, String nonce) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(DialBack.message(new NodeId(name), nonce));
      return "{\"node_id\": \"%s\", \"signature\": \"%s\"}"
          .formatted(name, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void reply(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
