package dev.mycelium.registry.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What everybody knows who may change something in this network. Never shown, logged or stored. */
public final class NetworkToken {
  /** Shorter ones are guessed. */
  public static final int SHORTEST = 16;

  private final byte[] hash;

  public NetworkToken(String token) {
    if (token.length() < SHORTEST || !token.chars().allMatch(NetworkToken::isVisible)) {
      throw new IllegalArgumentException(
          "token: %d characters (expected: at least %d, visible ASCII)"
              .formatted(token.length(), SHORTEST));
    }
    hash = sha256(token);
  }

  /** Takes as long for any candidate: hashes of equal length are compared to their end. */
  boolean matches(String candidate) {
    return MessageDigest.isEqual(hash, sha256(candidate));
  }

  @Override
  public String toString() {
    return "NetworkToken";
  }

  private static boolean isVisible(int letter) {
    return letter > ' ' && letter < 127;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
