package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code ./mycelium dist} makes, away from the checkout. */
class DistIT {
  private static final int NO_ENGINE = 34;

  @TempDir(factory = Checkout.BesideTheJars.class)
  Path tree;

  @Test
  void runsElsewhereAndNamesWhatItContains() throws IOException {
    Checkout checkout = Checkout.built();
    ChildProcess dist = checkout.start("dist", Map.of(), "dist");
    assertThat(dist.awaitExit()).as(dist.err()).isZero();
    Path archive = Path.of(dist.out().substring(0, dist.out().indexOf("  ")));
    Path folder = tree.resolve("elsewhere");

    Checkout unpacked = Checkout.unpacked(archive, folder);

    assertThat(folder.resolve("THIRD-PARTY.txt")).content().contains("(Apache-2.0)", "ai.djl");
    String database = folder.resolve("registry.db").toString();
    try (ChildProcess registry =
        unpacked.start("registry", Map.of(), "registry", "--port", "0", "--database", database)) {
      Matcher ready = RegistryProcess.READY.matcher("");
      Deadline.await("a registry").until(() -> ready.reset(registry.out()).find());
      refusesALocalPyTorchThatIsNotWhole(unpacked, "http://127.0.0.1:" + ready.group(1));
    }
    assertThat(checkout.builds()).hasSize(1);
  }

  /** With a PyTorch of the machine, the shipped one is not on the class path. */
  private void refusesALocalPyTorchThatIsNotWhole(Checkout unpacked, String registry)
      throws IOException {
    Path torch = Files.createDirectory(tree.resolve("torch"));
    Path lib = Files.createDirectory(torch.resolve("lib"));
    Files.writeString(torch.resolve("version.py"), "__version__ = '2.7.1+cpu'\n");
    Map<String, String> environment =
        Map.of(
            "PYTORCH_LIBRARY_PATH", lib.toString(),
            "DJL_CACHE_DIR", tree.resolve("djl").toString());

    ChildProcess node =
        unpacked.start("node", environment, "node", "start", "--registry", registry);

    assertThat(node.awaitExit()).as(node.err()).isEqualTo(NO_ENGINE);
    assertThat(node.err()).contains("engine: PyTorch does not load", lib.toString());
  }
}
