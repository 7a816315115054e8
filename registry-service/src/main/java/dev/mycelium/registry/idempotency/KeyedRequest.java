package dev.mycelium.registry.idempotency;

import dev.mycelium.wire.Expect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A write and the key under which it is to happen once.
 *
 * @param key the caller's, 1 to 200 characters
 * @param target method and path with query
 * @param bodyHash SHA-256 of the body, in hexadecimal digits
 */
record KeyedRequest(String key, String target, String bodyHash) {
  private static final int LONGEST = 200;

  KeyedRequest {
    Expect.text(key, "Idempotency-Key", LONGEST);
  }

  static KeyedRequest of(String key, String target, byte[] body) {
    return new KeyedRequest(key, target, HexFormat.of().formatHex(sha256(body)));
  }

  /** The key as it is stored: who reads the database cannot use it. */
  String keyHash() {
    return hash("key", key);
  }

  String requestHash() {
    return hash("request", target, bodyHash);
  }

  /** What only this key, for this request and at this time, opens. */
  byte[] secret(long keptAt) {
    return sha256(bytes("reply", key, requestHash(), String.valueOf(keptAt)));
  }

  private static String hash(String... parts) {
    return HexFormat.of().formatHex(sha256(bytes(parts)));
  }

  private static byte[] bytes(String... parts) {
    return String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
