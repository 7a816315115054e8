package dev.mycelium.registry.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps answers readable only for who knows the request's key, because an answer may hold an
 * invitation that is stored nowhere else. AES-256-GCM; the nonce is constant, because a secret
 * seals one answer and no other.
 */
record Seal(byte[] secret) {
  private static final int TAG_BITS = 128;
  private static final byte[] NONCE = new byte[12];

  Seal {
    secret = secret.clone();
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  String close(String text) {
    return Base64.getEncoder()
        .encodeToString(apply(Cipher.ENCRYPT_MODE, text.getBytes(StandardCharsets.UTF_8)));
  }

  String open(String sealed) {
    return new String(
        apply(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(sealed)), StandardCharsets.UTF_8);
  }

  private byte[] apply(int mode, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("reply: cannot be sealed or opened", failure);
    }
  }
}
