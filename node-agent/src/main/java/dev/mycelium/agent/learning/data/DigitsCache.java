package dev.mycelium.agent.learning.data;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Generated digits on disk, one directory for each seed and size, as an idx set with checksums. A
 * directory appears whole, by an atomic move, or not at all: several processes may start at once,
 * each then has the same bytes, and the first one's stay. What cannot be read is generated again.
 * The cache is a convenience: where it cannot be written, the images are used all the same, and a
 * note says so. Known limit: a process that is killed while it writes leaves its temporary
 * directory behind.
 */
final class DigitsCache {
  private static final List<String> FILES =
      List.of(
          IdxSet.images(IdxSet.TRAIN),
          IdxSet.labels(IdxSet.TRAIN),
          IdxSet.images(IdxSet.TEST),
          IdxSet.labels(IdxSet.TEST));

  private final Path directory;

  DigitsCache(Path directory) {
    this.directory = directory;
  }

  ImageSet load(DataSource.Digits digits) {
    Path home = home(digits);
    List<String> notes = new ArrayList<>();
    if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
      try {
        return read(home, digits);
      } catch (IOException | UnreadableDatasetException e) {
        notes.add("damaged cache %s was generated anew: %s".formatted(home, e.getMessage()));
      }
    }
    ImageSet made = DigitsGenerator.generate(digits);
    store(made, home, !notes.isEmpty()).ifPresent(notes::add);
    return new ImageSet(made.train(), made.test(), notes);
  }

  Path home(DataSource.Digits digits) {
    return directory.resolve(
        "digits-v%d-seed%d-%d-%d"
            .formatted(DigitsGenerator.VERSION, digits.seed(), digits.train(), digits.test()));
  }

  private static ImageSet read(Path home, DataSource.Digits digits) throws IOException {
    Checksums.verify(home, FILES);
    ImageSet cached = IdxSet.read(home);
    if (cached.train().count() != digits.train() || cached.test().count() != digits.test()) {
      throw new IOException(
          "images: %d and %d (expected: %d and %d)"
              .formatted(
                  cached.train().count(), cached.test().count(), digits.train(), digits.test()));
    }
    return cached;
  }

  /** Returns why nothing was stored, if so. */
  private Optional<String> store(ImageSet made, Path home, boolean replace) {
    try {
      Files.createDirectories(directory);
      Path fresh = Files.createTempDirectory(directory, home.getFileName() + ".tmp");
      try {
        IdxSet.write(fresh, IdxSet.TRAIN, made.train());
        IdxSet.write(fresh, IdxSet.TEST, made.test());
        Checksums.write(fresh, FILES);
        if (replace) {
          moveAside(home, fresh.resolveSibling(fresh.getFileName() + ".old"));
        }
        install(fresh, home);
      } finally {
        delete(fresh);
      }
      return Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.of("digits could not be cached in %s: %s".formatted(directory, e));
    }
  }

  private static void install(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static void moveAside(Path home, Path aside) throws IOException {
    try {
      Files.move(home, aside, ATOMIC_MOVE);
      delete(aside);
    } catch (NoSuchFileException e) {
      // Another process was faster.
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
