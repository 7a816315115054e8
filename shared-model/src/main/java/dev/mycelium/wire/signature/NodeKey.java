package dev.mycelium.wire.signature;

import dev.mycelium.wire.InvalidFieldException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/**
 * A node's public key: Ed25519 (RFC 8032), base64 of its X.509 encoding. Keys of small order, under
 * which one signature is good for many messages, are none, and neither are those whose y is not
 * below 2^255 - 19.
 */
public final class NodeKey {
  private static final String ALGORITHM = "Ed25519";
  private static final BigInteger PRIME =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** The y of the eight points whose order divides 8: of order 1, 2, 4, and two of order 8. */
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ONE,
          PRIME.subtract(BigInteger.ONE),
          BigInteger.ZERO,
          new BigInteger(
              "2707385501144840649318225287225658788936804267575313519463743609750303402022"),
          new BigInteger(
              "55188659117513257062467267217118295137698188065244968500265048394206261417927"));

  private final EdECPublicKey key;

  private NodeKey(EdECPublicKey key) {
    this.key = key;
  }

  /**
   * @throws InvalidFieldException if {@code text} is no such key
   */
  public static NodeKey of(String text) {
    try {
      byte[] encoded = Base64.getDecoder().decode(text);
      EdECPublicKey key =
          (EdECPublicKey)
              KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
      BigInteger y = key.getPoint().getY();
      if (y.compareTo(PRIME) < 0 && !SMALL_ORDER.contains(y)) {
        return new NodeKey(key);
      }
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  /** Whether {@code signature} is the key holder's of {@code message}; malformed ones are not. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature checking = Signature.getInstance(ALGORITHM);
      checking.initVerify(key);
      checking.update(message);
      return checking.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private static InvalidFieldException invalid(String text) {
    return InvalidFieldException.of(
        "public_key", '"' + text + '"', "an Ed25519 key, as base64 of its X.509 encoding");
  }
}
