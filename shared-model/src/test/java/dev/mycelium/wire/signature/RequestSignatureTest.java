package dev.mycelium.wire.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.InvalidFieldException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSignatureTest {
  /** {@code test-key-ed25519} of RFC 9421, B.1.4. */
  private static final String PUBLIC_KEY =
      "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";

  private static final String PRIVATE_KEY =
      "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF";

  private static final byte[] BODY = "{\"round\": 3}".getBytes(UTF_8);
  private static final CoveredRequest REQUEST =
      CoveredRequest.of("POST", URI.create("http://r:8000/nodes/n%201/heartbeat?a=b"), BODY);
  private static final RequestSignature SIGNED =
      RequestSignature.of(
          REQUEST,
          new RequestSignature.Signer("n \"1\\", Instant.ofEpochSecond(1_618_884_473), "nonce-1"),
          RequestSignatureTest::sign);

  @Test
  void signsAndVerifiesTheExampleOfTheStandard() {
    Map<String, String> components = new LinkedHashMap<>();
    components.put("date", "Tue, 20 Apr 2021 02:07:55 GMT");
    components.put("@method", "POST");
    components.put("@path", "/foo");
    components.put("@authority", "example.com");
    components.put("content-type", "application/json");
    components.put("content-length", "18");
    byte[] expected =
        Base64.getDecoder()
            .decode(
                "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1"
                    + "u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");

    byte[] base =
        SignatureBase.bytes(
            components,
            "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
                + ";created=1618884473;keyid=\"test-key-ed25519\"");

    assertThat(sign(base)).isEqualTo(expected);
    assertThat(NodeKey.of(PUBLIC_KEY).verifies(base, expected)).isTrue();
  }

  /** RFC 9530, appendix B.1: the body of its first example. */
  @Test
  void digestsTheExampleOfTheStandard() {
    assertThat(ContentDigest.of("{\"hello\": \"world\"}\n".getBytes(UTF_8)))
        .isEqualTo("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
  }

  /** Base and signature made by another implementation (Python's cryptography). */
  @Test
  void writesTheFieldsOfARequest() {
    assertThat(SIGNED.inputField())
        .isEqualTo(
            "node=(\"@method\" \"@path\" \"@query\" \"content-digest\");created=1618884473"
                + ";nonce=\"nonce-1\";keyid=\"n \\\"1\\\\\";alg=\"ed25519\"");
    assertThat(SIGNED.signatureField())
        .isEqualTo(
            "node=:vaVbo6MyRVQMbIenQhl68S/kXp+RTjZ3sBv2LFZbs82aZhmHJWj+vuWzDWl1fmUcfR9O6QvjHenS6Ah9+ksyDw==:");
  }

  @Test
  void readsWhatItWrites() {
    RequestSignature read = RequestSignature.parse(SIGNED.inputField(), SIGNED.signatureField());

    assertThat(read).isEqualTo(SIGNED);
    assertThat(read.isOf(REQUEST, NodeKey.of(PUBLIC_KEY))).isTrue();
  }

  @Test
  void readsParametersAndComponentsInAnyOrder() {
    String input =
        SIGNED
            .inputField()
            .replace("\"@method\" \"@path\"", "\"@path\" \"@method\"")
            .replace(";nonce=\"nonce-1\"", "")
            .concat(";nonce=\"other\"");

    RequestSignature read = RequestSignature.parse(input, SIGNED.signatureField());

    assertThat(read.input().nonce()).isEqualTo("other");
    assertThat(read.covers(REQUEST)).isTrue();
    assertThat(read.isOf(REQUEST, NodeKey.of(PUBLIC_KEY))).isFalse();
  }

  @Test
  void isOfNoOtherRequest() {
    NodeKey key = NodeKey.of(PUBLIC_KEY);
    String path = REQUEST.path();
    String digest = REQUEST.contentDigest();
    String another = ContentDigest.of(new byte[] {1});

    assertThat(SIGNED.isOf(REQUEST, key)).isTrue();
    assertThat(SIGNED.isOf(new CoveredRequest("PUT", path, "a=b", digest), key)).isFalse();
    assertThat(SIGNED.isOf(new CoveredRequest("POST", "/nodes/n", "a=b", digest), key)).isFalse();
    assertThat(SIGNED.isOf(new CoveredRequest("POST", path, null, digest), key)).isFalse();
    assertThat(SIGNED.isOf(new CoveredRequest("POST", path, "a=b", another), key)).isFalse();
    assertThat(SIGNED.isOf(new CoveredRequest("POST", path, "a=b", null), key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node",
        "node=()",
        "node=(\"@method\")",
        "node=(\"@method\");created=1;nonce=\"n\";keyid=\"k\"",
        "node=(\"@method\");created=1;nonce=\"n\";keyid=\"k\";alg=\"rsa-pss-sha512\"",
        "node=(\"@method\");created=1;nonce=\"n\";nonce=\"m\";alg=\"ed25519\"",
        "node=(\"@method\");created=1;nonce=\"\";keyid=\"k\";alg=\"ed25519\"",
        "node=(\"@method\");created=\"1\";nonce=\"n\";keyid=\"k\";alg=\"ed25519\"",
        "node=(\"@method\");created=1;nonce=2;keyid=\"k\";alg=\"ed25519\"",
        "node=(\"@method\");created=1234567890123;nonce=\"n\";keyid=\"k\";alg=\"ed25519\"",
        "node=(\"@method\");created=-1;nonce=\"n\";keyid=\"k\";alg=\"ed25519\"",
        "node=(\"@method\");created=1;nonce=\"n\\x\";keyid=\"k\";alg=\"ed25519\"",
        "a=(\"@path\");created=1;nonce=\"n\";keyid=\"k\";alg=\"ed25519\", b=()",
      })
  void refusesEveryOtherInput(String input) {
    assertThatThrownBy(() -> RequestSignature.parse(input, SIGNED.signatureField()))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("Signature-Input: not understood (expected: label=(\"@method\"");
  }

  @Test
  void refusesInputOfAnyLength() {
    String deep = SIGNED.inputField().replace("nonce-1", "\\\\".repeat(100_000));

    assertThatThrownBy(() -> RequestSignature.parse(deep, SIGNED.signatureField()))
        .isInstanceOf(InvalidFieldException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "node=", "node=:", "node=::", "node=:AAAA:", "node=:!:", "b=:AAAA:"})
  void refusesEveryOtherSignature(String signature) {
    assertThatThrownBy(() -> RequestSignature.parse(SIGNED.inputField(), signature))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("Signature: not understood");
  }

  @Test
  void believesNoSignatureWhoseSWasRaisedByTheGroupsOrder() {
    byte[] message = "m".getBytes(UTF_8);
    byte[] signature = sign(message);
    BigInteger order =
        BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] raised = signature.clone();
    byte[] s = littleEndian(littleEndian(Arrays.copyOfRange(signature, 32, 64)).add(order));
    System.arraycopy(s, 0, raised, 32, 32);

    assertThat(NodeKey.of(PUBLIC_KEY).verifies(message, signature)).isTrue();
    assertThat(NodeKey.of(PUBLIC_KEY).verifies(message, raised)).isFalse();
    assertThat(NodeKey.of(PUBLIC_KEY).verifies(message, Arrays.copyOf(signature, 63))).isFalse();
  }

  /** Little-endian y of points of order 1, 2, 4, 8, 8, of y = p + 1, and things that are no key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "00",
        ""
      })
  void refusesKeysUnderWhichASignatureProvesNothing(String hex) {
    byte[] header = Arrays.copyOf(Base64.getDecoder().decode(PUBLIC_KEY), 12);
    byte[] point = HexFormat.of().parseHex(hex);
    byte[] encoded = Arrays.copyOf(header, 12 + point.length);
    System.arraycopy(point, 0, encoded, 12, point.length);

    assertThatThrownBy(() -> NodeKey.of(Base64.getEncoder().encodeToString(encoded)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("public_key: ")
        .hasMessageContaining("(expected: an Ed25519 key");
  }

  private static byte[] sign(byte[] message) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(PRIVATE_KEY)));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
