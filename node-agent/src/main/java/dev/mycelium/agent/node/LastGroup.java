package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.GroupId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The group that the node was in last, kept on disk: after a restart it goes back there. */
public final class LastGroup {
  private final Path file;

  public LastGroup(Path directory) {
    file = requireNonNull(directory, "directory").resolve("last-group");
  }

  Optional<GroupId> read() {
    try {
      return Files.exists(file)
          ? Optional.of(new GroupId(Files.readString(file).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  void write(GroupId group) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, group.value());
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
