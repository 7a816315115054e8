package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout that was never built. */
class LauncherIT {
  @TempDir(factory = Checkout.BesideTheJars.class)
  Path tree;

  @Test
  void parallelFirstStartsBuildOnceAfterAKilledBuild() throws IOException {
    Checkout checkout = Checkout.in(tree);
    leaveTheLockOfAKilledBuild(checkout);
    checkout.letBuildsWaitForAnotherStart();

    ChildProcess first = start(checkout, "first");
    ChildProcess second = start(checkout, "second");

    isUp(first);
    isUp(second);
    assertThat(checkout.builds()).hasSize(1);
    assertThat(checkout.lock()).doesNotExist();
  }

  private void leaveTheLockOfAKilledBuild(Checkout checkout) throws IOException {
    ChildProcess dead = ChildProcess.start(tree.resolve("dead"), List.of("true"), Map.of());
    dead.awaitExit();
    Path lock = Files.createDirectories(checkout.lock());
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
  }

  private static ChildProcess start(Checkout checkout, String name) {
    return checkout.start(name, Map.of(), "--version");
  }

  private static void isUp(ChildProcess start) {
    assertThat(start.awaitExit()).as(start.err()).isZero();
    assertThat(start.out()).startsWith("mycelium ").contains("wire version");
  }
}
