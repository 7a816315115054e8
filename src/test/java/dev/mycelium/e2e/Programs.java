package dev.mycelium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The programs that this build packaged, as commands. */
final class Programs {
  /** The working directory of every end-to-end test is the root of the repository. */
  static final Path ROOT = Path.of("").toAbsolutePath();

  static final Path OUTPUT = ROOT.resolve("target/end-to-end-tests");
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Programs() {}

  static List<String> registry() {
    return Checkout.built().registry();
  }

  static List<String> agent() {
    return agent("512m");
  }

  /**
   * Compiling less eagerly starts a short-lived process sooner.
   *
   * @param heap as {@code -Xmx} takes it; data sets get a quarter
   */
  static List<String> agent(String heap) {
    return agent(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx" + heap));
  }

  /** With these options of the JVM alone. */
  static List<String> agent(List<String> options) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(options);
    command.addAll(ClassArchive.options(Checkout.built().agent()));
    command.add("dev.mycelium.agent.cli.Mycelium");
    return List.copyOf(command);
  }

  /** The stranger's program that recomputes heads from a coordinator's state directory. */
  static List<String> recomputeHead(Path stateDirectory) {
    return List.of(
        JAVA,
        ROOT.resolve("src/test/verify/RecomputeHead.java").toString(),
        stateDirectory.toString());
  }

  /** Another one for each build, and for each change of the launcher. */
  static long stamp() {
    return Stream.of(
            ROOT.resolve("mycelium"), jar("registry-service", "-exec"), jar("node-agent", ""))
        .mapToLong(Programs::modified)
        .max()
        .orElseThrow();
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see when it was written: " + file, e);
    }
  }

  /** The jar of whatever version this build has; other classifiers don't match. */
  private static Path jar(String module, String classifier) {
    Path target = ROOT.resolve(module).resolve("target");
    String name = module + "-[0-9.]+(-SNAPSHOT)?" + classifier + "\\.jar";
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException(target + ": no " + name + " (expected: packaged)"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + target, e);
    }
  }
}
