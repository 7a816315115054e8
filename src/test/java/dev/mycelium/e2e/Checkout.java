package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * The repository as somebody cloned it, never built. Maven is played by a script that notes the
 * call and puts this build's jars where Maven would; everything else is real.
 */
final class Checkout {
  private static final String MAVEN =
      """
      #!/bin/sh
      set -eu
      echo called >>calls
      if [ -f wait-for-another ]; then
        until grep -q 'another start is building' ./*.err; do sleep 0.1; done
      fi
      for module in registry-service node-agent; do
        mkdir -p "$module/target"
        ln -f "%1$s/$module/target"/*.jar "%1$s/$module/target/third-party.txt" "$module/target/"
      done
      mkdir -p node-agent/target/lib
      ln -f "%1$s/node-agent/target/lib"/* node-agent/target/lib/
      """
          .formatted(Programs.ROOT);
  private static final List<String> FILES =
      List.of("mycelium", "mycelium.cmd", "LICENSE", "README.md", "pom.xml");

  private final Path tree;

  /** On the same file system as the jars, which are linked, not copied. */
  static final class BesideTheJars implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
        throws IOException {
      return Files.createTempDirectory(
          Files.createDirectories(Programs.OUTPUT.resolve("runs")), "checkout");
    }
  }

  private Checkout(Path tree) {
    this.tree = tree;
  }

  /**
   * @param tree an empty folder {@link BesideTheJars}
   */
  static Checkout in(Path tree) throws IOException {
    for (String file : FILES) {
      Files.copy(
          Programs.ROOT.resolve(file), tree.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path maven = Files.writeString(tree.resolve("mvnw"), MAVEN);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Checkout(tree);
  }

  /** Built once from this build's jars, for all tests that only run what they find there. */
  static synchronized Checkout built() {
    Path tree = Programs.OUTPUT.resolve("built-" + Programs.stamp());
    try (FileChannel file =
            FileChannel.open(
                Files.createDirectories(Programs.OUTPUT).resolve("built.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (!Files.exists(tree.resolve("target/launcher/agent/" + ClassArchive.FILE))) {
        forgetOthers();
        Checkout checkout = Checkout.in(Files.createDirectory(tree));
        checkout.build();
        ClassArchive.ofAgent(checkout.agent());
      }
      assertThat(lock.isValid()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build in " + tree, e);
    }
    return new Checkout(tree);
  }

  /** Trees of earlier builds, and one that was left half built. */
  private static void forgetOthers() throws IOException {
    try (Stream<Path> trees = Files.list(Programs.OUTPUT)) {
      trees
          .filter(Files::isDirectory)
          .filter(folder -> folder.getFileName().toString().startsWith("built-"))
          .forEach(Network::delete);
    }
  }

  /** An archive that {@code dist} made, unpacked into a folder of its own; nothing builds there. */
  static Checkout unpacked(Path archive, Path folder) throws IOException {
    Files.createDirectory(folder);
    ChildProcess tar =
        ChildProcess.start(
            folder.resolve("tar"),
            List.of("tar", "-xzf", archive + "", "-C", folder + "", "--strip-components=1"),
            Map.of());
    assertThat(tar.awaitExit()).as(tar.err()).isZero();
    return new Checkout(folder);
  }

  /** From here on, a build ends only after another start was seen to wait for it. */
  void letBuildsWaitForAnotherStart() throws IOException {
    Files.createFile(tree.resolve("wait-for-another"));
  }

  /** A first start, after which the others don't build. */
  void build() {
    ChildProcess first = start("first", Map.of(), "--version");
    assertThat(first.awaitExit()).as(first.err()).isZero();
  }

  /** {@code ./mycelium ARGUMENTS} with a home of its own; the output goes to files of that name. */
  ChildProcess start(String name, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(tree.resolve("mycelium").toString()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(environment);
    all.put("MYCELIUM_HOME", home().toString());
    return ChildProcess.start(tree.resolve(name), command, all);
  }

  /** The registry as the launcher starts it, with less memory. */
  List<String> registry() {
    Path folder = tree.resolve("target/launcher/registry");
    return List.of(
        Programs.JAVA,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:SharedArchiveFile=" + folder.resolve("registry.jsa"),
        "-Xlog:cds=off",
        "-Xlog:cds+dynamic=off",
        "-Xmx192m",
        "-jar",
        folder.resolve("registry.jar").toString());
  }

  /** What a user calls. */
  List<String> launcher() {
    return List.of(tree.resolve("mycelium").toString());
  }

  /** Where the agent's jars lie, and an archive of its classes. */
  Path agent() {
    return tree.resolve("target/launcher/agent");
  }

  Path home() {
    return tree.resolve("home");
  }

  /** Lock of whoever builds. */
  Path lock() {
    return tree.resolve("target/build.lock");
  }

  /** One line for each time that Maven was called. */
  List<String> builds() throws IOException {
    return Files.readAllLines(tree.resolve("calls"));
  }
}
