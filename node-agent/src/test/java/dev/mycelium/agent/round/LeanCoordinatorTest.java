package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coordinator's memory does not grow with the updates (fault catalogue, case 35, at a tenth of
 * its size): six of 10 MB, and heads of up to 30 MB, with a heap of 24 MB.
 */
class LeanCoordinatorTest {
  private static final List<String> STRATEGIES = List.of("fedavg", "fedadam", "clipped-krum");

  @TempDir private Path directory;

  @Test
  void averagesMoreThanItsHeapHolds() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:MaxDirectMemorySize=4m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LeanCoordinator.class.getName(),
                directory.toString()));
    command.addAll(STRATEGIES);
    Path output = directory.resolve("said.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    boolean over = process.waitFor(3, TimeUnit.MINUTES);

    process.destroyForcibly().waitFor();
    String said = Files.readString(output);
    assertThat(over).as(said).isTrue();
    assertThat(said.lines())
        .containsAll(STRATEGIES.stream().map(strategy -> strategy + ": Completed").toList());
  }
}
