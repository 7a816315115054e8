package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * The launcher in a checkout that was never built. Maven is played by a script that notes the call
 * and puts this build's jars where Maven would; everything else is real.
 */
class LauncherIT {
  /** Ends only after another start was seen to wait, if the test asks for that. */
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

  private static final List<String> TOP =
      List.of("mycelium", "mycelium.cmd", "LICENSE", "README.md", "pom.xml");

  private static final int NO_ENGINE = 34;

  @TempDir(factory = BesideTheJars.class)
  Path tree;

  /** On the same file system as the jars, which are linked, not copied. */
  static final class BesideTheJars implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
        throws IOException {
      return Files.createTempDirectory(
          Files.createDirectories(Programs.OUTPUT.resolve("runs")), "launcher");
    }
  }

  @BeforeEach
  void checkOut() throws IOException {
    for (String file : TOP) {
      Files.copy(
          Programs.ROOT.resolve(file), tree.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path maven = Files.writeString(tree.resolve("mvnw"), MAVEN);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void parallelFirstStartsBuildOnce() throws IOException {
    Files.createFile(tree.resolve("wait-for-another"));

    ChildProcess first = start("first");
    ChildProcess second = start("second");

    isUp(first);
    isUp(second);
    assertThat(calls()).hasSize(1);
    assertThat(tree.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void aKilledBuildsLockIsTakenOver() throws IOException {
    ChildProcess dead = ChildProcess.start(tree.resolve("dead"), List.of("true"), Map.of());
    dead.awaitExit();
    Path lock = Files.createDirectories(tree.resolve("target/build.lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    isUp(start("start"));

    assertThat(calls()).hasSize(1);
  }

  @Test
  void anArchiveRunsElsewhereWithoutTheCheckout() throws IOException {
    ChildProcess dist = run(tree, "dist");
    assertThat(dist.awaitExit()).as(dist.err()).isZero();
    Path elsewhere = Files.createDirectory(tree.resolve("elsewhere"));
    String archive = dist.out().substring(0, dist.out().indexOf("  "));
    ChildProcess tar =
        ChildProcess.start(
            elsewhere.resolve("tar"),
            List.of("tar", "-xzf", archive, "-C", elsewhere.toString(), "--strip-components=1"),
            Map.of());
    assertThat(tar.awaitExit()).as(tar.err()).isZero();

    isUp(run(elsewhere, "--version"));
    assertThat(elsewhere.resolve("THIRD-PARTY.txt")).content().contains("(Apache-2.0)", "ai.djl");
    try (ChildProcess registry =
        run(elsewhere, "registry", "--port", "0", "--database", elsewhere.resolve("r.db") + "")) {
      Deadline.await("a registry")
          .until(() -> RegistryProcess.READY.matcher(registry.out()).find());
      needsTheLocalPyTorchThatItIsTold(elsewhere, registry.out());
    }
    assertThat(calls()).hasSize(1);
  }

  /**
   * With a PyTorch of the machine the shipped one is not on the class path, so it must be whole.
   */
  private void needsTheLocalPyTorchThatItIsTold(Path archive, String registry) throws IOException {
    Matcher ready = RegistryProcess.READY.matcher(registry);
    assertThat(ready.find()).isTrue();
    Path torch = Files.createDirectories(tree.resolve("torch"));
    Path lib = Files.createDirectory(torch.resolve("lib"));
    Files.writeString(torch.resolve("version.py"), "__version__ = '2.7.1+cpu'\n");

    ChildProcess node =
        ChildProcess.start(
            tree.resolve("local-torch"),
            List.of(
                archive.resolve("mycelium").toString(),
                "node",
                "start",
                "--data",
                Network.FEW_DIGITS,
                "--registry",
                "http://127.0.0.1:" + ready.group(1)),
            Map.of(
                "MYCELIUM_HOME", tree.resolve("home").toString(),
                "DJL_CACHE_DIR", tree.resolve("djl").toString(),
                "PYTORCH_LIBRARY_PATH", lib.toString()));

    assertThat(node.awaitExit()).as(node.err()).isEqualTo(NO_ENGINE);
    assertThat(node.err()).contains("engine: PyTorch does not load", lib.toString());
  }

  private ChildProcess start(String name) {
    return run(tree, tree.resolve(name), "--version");
  }

  private ChildProcess run(Path home, String... arguments) {
    return run(home, home.resolve(arguments[0]), arguments);
  }

  private ChildProcess run(Path home, Path files, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("mycelium").toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(
        files, command, Map.of("MYCELIUM_HOME", tree.resolve("home").toString()));
  }

  private static void isUp(ChildProcess start) {
    assertThat(start.awaitExit()).as(start.err()).isZero();
    assertThat(start.out()).startsWith("mycelium ").contains("wire version");
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(tree.resolve("calls"));
  }
}
