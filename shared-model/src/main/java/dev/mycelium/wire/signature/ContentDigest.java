package dev.mycelium.wire.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a body is, in the field {@code Content-Digest} (RFC 9530), by SHA-256 alone. */
public final class ContentDigest {
  public static final String FIELD = "Content-Digest";

  private ContentDigest() {}

  /** The field of a message with this body. */
  public static String of(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
