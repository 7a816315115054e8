package dev.mycelium.agent.learning.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Real data sets, where they lie beside the checkout; a test that needs one is skipped elsewhere.
 */
public final class SharedDatasets {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private SharedDatasets() {}

  public static Path path(String name) {
    Optional<Path> found =
        Stream.iterate(HERE, directory -> directory != null, Path::getParent)
            .map(directory -> directory.resolve("shared/datasets").resolve(name))
            .filter(Files::exists)
            .findFirst();
    assumeTrue(found.isPresent(), "shared/datasets/" + name + " is not above " + HERE);
    return found.orElseThrow();
  }

  static Dataset load(String scheme, String name, String options) {
    return new Datasets(HERE, HERE).load(DataSpec.parse(scheme + ":" + path(name) + options));
  }
}
