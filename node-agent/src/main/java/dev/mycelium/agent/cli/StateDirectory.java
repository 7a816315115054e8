package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one agent keeps its identity, its blobs and its rounds. Held by a lock that ends with the
 * process, so that no two agents share one.
 */
final class StateDirectory implements AutoCloseable {
  private static final String ADDRESS = "address";
  private static final int MOST_UNNAMED = 10_000;

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private StateDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * The given folder, else the one of that name in {@code home}, else the first number there that
   * nobody holds.
   */
  static StateDirectory open(Path home, @Nullable Path told, @Nullable String name) {
    if (told != null) {
      return required(told.toAbsolutePath());
    }
    if (name != null) {
      return required(home.resolve(plain(name)));
    }
    for (int number = 1; number <= MOST_UNNAMED; number++) {
      Optional<StateDirectory> free = tryOpen(home.resolve(String.valueOf(number)));
      if (free.isPresent()) {
        return free.get();
      }
    }
    throw new CommandFailedException(
        ExitCode.STATE_DIRECTORY_IN_USE,
        home + ": all of 1 to " + MOST_UNNAMED + " are in use (expected: a free one)");
  }

  Path path() {
    return path;
  }

  private static StateDirectory required(Path path) {
    return tryOpen(path)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    ExitCode.STATE_DIRECTORY_IN_USE,
                    "--state-dir: %s is in use by another agent (expected: one agent each; give this one another folder or --name)"
                        .formatted(path)));
  }

  /** Where the agent that works in {@code path} is reached on this machine, if one does. */
  static Optional<URI> address(Path path) {
    try {
      return Optional.of(URI.create(Files.readString(path.resolve(ADDRESS)).strip()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Tells other commands of this machine where the agent is reached. */
  void noteAddress(URI address) {
    try {
      Files.writeString(path.resolve(ADDRESS), address + System.lineSeparator());
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.STATE_DIRECTORY_UNUSABLE,
          "--state-dir: %s can't be used: %s".formatted(path, e),
          e);
    }
  }

  /** The address of an agent that was here before says nothing any more. */
  void forgetAddress() {
    boolean unused = path.resolve(ADDRESS).toFile().delete();
  }

  private static Optional<StateDirectory> tryOpen(Path path) {
    FileChannel channel = null;
    try {
      Files.createDirectories(path);
      channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new StateDirectory(path, channel, lock));
      }
      channel.close();
      return Optional.empty();
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.STATE_DIRECTORY_UNUSABLE,
          "--state-dir: %s can't be used: %s".formatted(path, e),
          requireNonNull(e));
    }
  }

  private static String plain(String name) {
    if (!name.matches("[0-9A-Za-z][0-9A-Za-z._-]{0,63}")) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--name: %s (expected: letters, digits, '.', '_' and '-', at most 64)".formatted(name));
    }
    return name;
  }

  @Override
  public void close() {
    forgetAddress();
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.STATE_DIRECTORY_UNUSABLE, "lock of " + path + " was lost: " + e.getMessage(), e);
    }
  }
}
