package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
        ln -f "%s/$module/target"/*.jar "$module/target/"
      done
      mkdir -p node-agent/target/lib
      ln -f "%s/node-agent/target/lib"/* node-agent/target/lib/
      """
          .formatted(Programs.ROOT, Programs.ROOT);

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
    Files.copy(
        Programs.ROOT.resolve("mycelium"),
        tree.resolve("mycelium"),
        StandardCopyOption.COPY_ATTRIBUTES);
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

  private ChildProcess start(String name) {
    return ChildProcess.start(
        tree.resolve(name),
        List.of(tree.resolve("mycelium").toString(), "--version"),
        Map.of("MYCELIUM_HOME", tree.resolve("home").toString()));
  }

  private static void isUp(ChildProcess start) {
    assertThat(start.awaitExit()).as(start.err()).isZero();
    assertThat(start.out()).startsWith("mycelium ").contains("wire version");
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(tree.resolve("calls"));
  }
}
