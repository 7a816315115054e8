package dev.mycelium.agent.blob;

import dev.mycelium.wire.round.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a store's files lie: {@code ab/ab01...} a blob, {@code partial/ab01....part} an upload that
 * may go on, {@code temporary/} what a killed process may leave behind. What is published is synced
 * before and after it gets its name.
 */
record BlobFiles(Path directory, Durability durability) {
  private static final Logger LOG = LoggerFactory.getLogger(BlobFiles.class);
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");
  private static final String PART = ".part";

  static BlobFiles open(Path directory, Durability durability) throws IOException {
    BlobFiles files = new BlobFiles(directory, durability);
    Files.createDirectories(files.partials());
    Files.createDirectories(files.temporaries());
    for (Path leftover : list(files.temporaries())) {
      Files.delete(leftover);
    }
    return files;
  }

  Path blob(Sha256 sha) {
    return folder(sha).resolve(sha.hex());
  }

  Path partial(Sha256 sha) {
    return partials().resolve(sha.hex() + PART);
  }

  Path newTemporary() {
    try {
      return Files.createTempFile(temporaries(), "blob", ".tmp");
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Removes a file that nobody refers to any more; one that stays costs space, not truth. */
  static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("file={} could not be removed: {}", file.getFileName(), e.getMessage());
    }
  }

  /** Sizes of all blobs. */
  Map<Sha256, Long> blobs() throws IOException {
    Map<Sha256, Long> sizes = new TreeMap<>();
    for (Path folder : list(directory)) {
      for (Path file : Files.isDirectory(folder) ? list(folder) : List.<Path>of()) {
        String name = file.getFileName().toString();
        if (BLOB.matcher(name).matches() && isPlainFile(file)) {
          sizes.put(new Sha256(name), Files.size(file));
        }
      }
    }
    return sizes;
  }

  /** Sizes of all uploads that may go on. */
  Map<Sha256, Long> partialUploads() throws IOException {
    Map<Sha256, Long> sizes = new TreeMap<>();
    for (Path file : list(partials())) {
      String name = file.getFileName().toString().replace(PART, "");
      if (BLOB.matcher(name).matches() && isPlainFile(file)) {
        sizes.put(new Sha256(name), Files.size(file));
      }
    }
    return sizes;
  }

  /** Gives a synced file its place; after the return it survives a loss of power. */
  void publish(Path file, Sha256 sha) throws IOException {
    Path folder = folder(sha);
    if (Files.notExists(folder)) {
      Files.createDirectories(folder);
      syncFolder(directory);
    }
    Files.move(
        file, blob(sha), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(folder);
  }

  static Sha256 hash(Path file) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[64 * 1024];
      while (content.read(buffer) >= 0) {}
    }
    return hash(digest);
  }

  static Sha256 hash(MessageDigest digest) {
    return new Sha256(HexFormat.of().formatHex(digest.digest()));
  }

  static void requireSame(Sha256 actual, Sha256 expected) {
    if (!actual.equals(expected)) {
      throw BlobRejectedException.hashMismatch(actual, expected);
    }
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", e);
    }
  }

  static RuntimeException failure(IOException e) {
    return DiskFailure.of(e, "blobs");
  }

  void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      durability.sync(channel);
    }
  }

  /** Windows lets nobody open a folder, and needs no sync of it. */
  private void syncFolder(Path folder) throws IOException {
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        durability.sync(channel);
      }
    }
  }

  private static boolean isPlainFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.toList());
    }
  }

  private Path folder(Sha256 sha) {
    return directory.resolve(sha.hex().substring(0, 2));
  }

  private Path partials() {
    return directory.resolve("partial");
  }

  private Path temporaries() {
    return directory.resolve("temporary");
  }
}
