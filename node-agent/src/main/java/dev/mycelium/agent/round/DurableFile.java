package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.DiskFailure;
import dev.mycelium.agent.blob.Durability;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is there whole or not at all, also after a kill or a loss of power. */
final class DurableFile {

  /** Writes a file's bytes; does not close the stream. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private DurableFile() {}

  /** Puts the file in the place of the one of this name; makes its folder if it is missing. */
  static void write(Path file, Content content) {
    write(file, content, Durability.POWER_LOSS);
  }

  static void write(Path file, Content content, Durability durability) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(requireNonNull(file.getParent(), "folder"));
      try (FileChannel channel =
              FileChannel.open(
                  temporary,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        durability.sync(channel);
      }
      move(temporary, file, durability);
    } catch (IOException e) {
      throw DiskFailure.of(e, "cannot write " + file);
    }
  }

  /** Gives a durable file of the same folder another's name, in whose place it comes. */
  static void rename(Path file, Path name) {
    try {
      move(file, name, Durability.POWER_LOSS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rename " + file + ": " + e.getMessage(), e);
    }
  }

  private static void move(Path file, Path name, Durability durability) throws IOException {
    Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(requireNonNull(name.getParent(), "folder"), durability);
  }

  private static void sync(Path folder, Durability durability) throws IOException {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        durability.sync(channel);
      }
    }
  }
}
