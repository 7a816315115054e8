package dev.mycelium.agent.identity;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The file in which a node's key pair survives restarts: two lines of base64, the private key (PKCS
 * #8) and the public key (X.509), readable by its owner only.
 */
public final class KeyFile {
  private static final String NAME = "node.key";
  private static final String ALGORITHM = "Ed25519";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;

  public KeyFile(Path directory) {
    file = requireNonNull(directory, "directory").resolve(NAME);
  }

  /**
   * The identity kept here; on first use a new one is made and is on disk before this returns.
   *
   * @throws UnusableKeyFileException if the file is damaged; it is left as it is
   */
  public NodeIdentity loadOrCreate() {
    try {
      return Files.exists(file) ? load() : create();
    } catch (IOException | GeneralSecurityException e) {
      throw UnusableKeyFileException.of(file, e);
    }
  }

  private NodeIdentity load() throws IOException, GeneralSecurityException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    if (lines.size() != 2) {
      throw new IOException("lines: %d (expected: 2)".formatted(lines.size()));
    }
    KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
    KeyPair keys =
        new KeyPair(
            factory.generatePublic(new X509EncodedKeySpec(decoded(lines.get(1)))),
            factory.generatePrivate(new PKCS8EncodedKeySpec(decoded(lines.get(0)))));
    if (!belongTogether(keys)) {
      throw new IOException("the two keys do not belong together");
    }
    return new NodeIdentity(keys);
  }

  private static boolean belongTogether(KeyPair keys) throws GeneralSecurityException {
    Signature signing = Signature.getInstance(ALGORITHM);
    signing.initSign(keys.getPrivate());
    signing.update(keys.getPublic().getEncoded());
    Signature checking = Signature.getInstance(ALGORITHM);
    checking.initVerify(keys.getPublic());
    checking.update(keys.getPublic().getEncoded());
    return checking.verify(signing.sign());
  }

  private NodeIdentity create() throws IOException, GeneralSecurityException {
    NodeIdentity identity =
        new NodeIdentity(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
    Path temporary = file.resolveSibling(NAME + ".tmp");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, ownerOnly());
    String text =
        encoded(identity.keys().getPrivate().getEncoded())
            + encoded(identity.keys().getPublic().getEncoded());
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      channel.force(true);
    }
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    return identity;
  }

  private FileAttribute<?>[] ownerOnly() {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes) + "\n";
  }

  private static byte[] decoded(String line) throws IOException {
    try {
      return Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("not base64", e);
    }
  }
}
