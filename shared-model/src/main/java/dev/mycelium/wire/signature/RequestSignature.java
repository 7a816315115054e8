package dev.mycelium.wire.signature;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.InvalidFieldException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/**
 * A node's signature of one request: the fields {@code Signature-Input} and {@code Signature} of
 * RFC 9421, of which this is a small part. One signature, by Ed25519 (section 3.3.6), that covers
 * exactly method, path, query and, where there is a body, {@code Content-Digest}.
 *
 * @param bytes base64 of the 64 bytes R and S
 */
public record RequestSignature(String label, SignatureInput input, String bytes) {
  public static final String FIELD = "Signature";
  private static final String LABEL = "node";
  private static final int BYTES = 64;

  public RequestSignature {
    requireNonNull(label, "label");
    requireNonNull(input, "input");
    requireNonNull(bytes, "bytes");
  }

  /** Who signs when, under a nonce that was never used before. */
  public record Signer(String keyId, Instant created, String nonce) {}

  /**
   * Signs a request.
   *
   * @param key from the bytes to sign to the 64 bytes of the signature
   */
  public static RequestSignature of(
      CoveredRequest request, Signer signer, UnaryOperator<byte[]> key) {
    SignatureInput input =
        SignatureInput.of(request.components(), signer.created(), signer.nonce(), signer.keyId());
    byte[] signature = key.apply(request.base(input));
    return new RequestSignature(LABEL, input, Base64.getEncoder().encodeToString(signature));
  }

  /**
   * Reads both fields.
   *
   * @throws InvalidFieldException if they say anything else than one signature of this kind
   */
  public static RequestSignature parse(String input, String signature) {
    Matcher member = SignatureInput.member(input);
    String label = member.group(1);
    String prefix = label + "=:";
    if (!signature.startsWith(prefix) || !signature.endsWith(":")) {
      throw unreadable();
    }
    String bytes =
        signature.substring(prefix.length(), Math.max(prefix.length(), signature.length() - 1));
    return new RequestSignature(label, SignatureInput.parse(member), checked(bytes));
  }

  /** Whether it covers all of {@code request} and nothing else. */
  public boolean covers(CoveredRequest request) {
    return request.isCoveredBy(input.components());
  }

  /** Whether the holder of {@code key} signed {@code request}. */
  public boolean isOf(CoveredRequest request, NodeKey key) {
    return covers(request) && key.verifies(request.base(input), Base64.getDecoder().decode(bytes));
  }

  public String inputField() {
    return label + "=" + input.text();
  }

  public String signatureField() {
    return label + "=:" + bytes + ":";
  }

  private static String checked(String bytes) {
    try {
      if (Base64.getDecoder().decode(bytes).length == BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      throw unreadable();
    }
    throw unreadable();
  }

  private static InvalidFieldException unreadable() {
    return InvalidFieldException.of(
        FIELD, "not understood", "label=:BASE64: of 64 bytes, the label that of Signature-Input");
  }
}
