package dev.mycelium.agent.learning.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of files in one directory, in a file that {@code sha256sum -c} understands. */
final class Checksums {
  static final String FILE = "SHA256SUMS";
  private static final int BUFFER = 1 << 16;

  private Checksums() {}

  static void write(Path directory, List<String> names) throws IOException {
    Files.writeString(directory.resolve(FILE), listing(directory, names));
  }

  /** Fails unless every file is there with the bytes that were written. */
  static void verify(Path directory, List<String> names) throws IOException {
    Path file = directory.resolve(FILE);
    String expected = listing(directory, names);
    if (Files.size(file) != expected.length() || !Files.readString(file).equals(expected)) {
      throw new IOException("its files are not those of its " + FILE);
    }
  }

  private static String listing(Path directory, List<String> names) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : names) {
      lines.append(sha256(directory.resolve(name))).append("  ").append(name).append('\n');
    }
    return lines.toString();
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.read(buffer);
      while (read >= 0) {
        digest.update(buffer, 0, read);
        read = in.read(buffer);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
