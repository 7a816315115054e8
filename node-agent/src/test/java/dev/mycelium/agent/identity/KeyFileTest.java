package dev.mycelium.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mycelium.wire.node.DialBack;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  @TempDir Path folder;

  @Test
  void keepsTheIdentityOverRestarts() {
    NodeIdentity first = new KeyFile(folder).loadOrCreate();

    NodeIdentity again = new KeyFile(folder).loadOrCreate();

    assertThat(again.nodeId()).isEqualTo(first.nodeId());
    assertThat(again.publicKey()).isEqualTo(first.publicKey());
  }

  @Test
  void signsTheNonceOfARegistryThatCalls() throws Exception {
    NodeIdentity identity = new KeyFile(folder).loadOrCreate();

    DialBack answer = identity.answer("a-nonce");

    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(Base64.getDecoder().decode(identity.publicKey()))));
    signature.update(DialBack.message(identity.nodeId(), "a-nonce"));
    assertThat(signature.verify(Base64.getDecoder().decode(answer.signature()))).isTrue();
  }

  @Test
  void makesEachNodeItsOwnIdentity() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));

    assertThat(new KeyFile(folder).loadOrCreate().nodeId())
        .isNotEqualTo(new KeyFile(other).loadOrCreate().nodeId());
  }

  @Test
  void isReadableByItsOwnerOnly() throws Exception {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));

    var unused = new KeyFile(folder).loadOrCreate();

    assertThat(Files.getPosixFilePermissions(folder.resolve("node.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void leavesNothingElseBehind() throws Exception {
    var unused = new KeyFile(folder).loadOrCreate();

    assertThat(folder).isDirectoryContaining(file -> file.endsWith("node.key"));
    assertThat(Files.list(folder)).hasSize(1);
  }

  /** The id in hexadecimal digits: those of the digest, with version 8 and variant 10 set. */
  @Test
  void derivesTheIdFromThePublicKey() throws Exception {
    NodeIdentity identity = new KeyFile(folder).loadOrCreate();

    byte[] key = Base64.getDecoder().decode(identity.publicKey());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
    StringBuilder hex =
        new StringBuilder("%032x".formatted(new BigInteger(1, Arrays.copyOf(digest, 16))));
    hex.setCharAt(12, '8');
    hex.setCharAt(16, "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3));
    for (int dash : List.of(20, 16, 12, 8)) {
      hex.insert(dash, '-');
    }
    assertThat(identity.nodeId().value()).isEqualTo(hex.toString());
  }

  @Test
  void keepsTheKeyThatSignsForItsPublicKey() throws Exception {
    var unused = new KeyFile(folder).loadOrCreate();
    NodeIdentity loaded = new KeyFile(folder).loadOrCreate();
    byte[] message = {1, 2, 3};

    Signature signing = Signature.getInstance("Ed25519");
    signing.initSign(loaded.keys().getPrivate());
    signing.update(message);
    Signature checking = Signature.getInstance("Ed25519");
    checking.initVerify(loaded.keys().getPublic());
    checking.update(message);

    assertThat(checking.verify(signing.sign())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one line\n", "not base64!\nnot base64!\n", "AAAA\nAAAA\n", "\u00e9"})
  void saysThatTheFileIsDamagedAndKeepsIt(String content) throws Exception {
    Path file = folder.resolve("node.key");
    Files.writeString(file, content);

    assertThatThrownBy(() -> new KeyFile(folder).loadOrCreate())
        .isInstanceOf(UnusableKeyFileException.class)
        .hasMessageContaining(file.toString());

    assertThat(file).hasContent(content);
  }

  @Test
  void refusesKeysThatDoNotBelongTogether() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    var unused = new KeyFile(folder).loadOrCreate();
    unused = new KeyFile(other).loadOrCreate();
    String mixed =
        Files.readAllLines(folder.resolve("node.key")).get(0)
            + "\n"
            + Files.readAllLines(other.resolve("node.key")).get(1)
            + "\n";
    Files.writeString(folder.resolve("node.key"), mixed);

    assertThatThrownBy(() -> new KeyFile(folder).loadOrCreate())
        .isInstanceOf(UnusableKeyFileException.class)
        .hasMessageContaining("belong");
  }
}
