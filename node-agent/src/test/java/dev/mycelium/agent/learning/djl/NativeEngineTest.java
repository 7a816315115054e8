package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeEngineTest {
  private final NativeEngine engine = NativeEngine.start(EngineOptions.defaults());

  @Test
  void refusesToPretendThatThereIsAGpu() {
    assumeFalse(hasGpu(), "this machine has a GPU");

    assertThatThrownBy(() -> engine.device(DeviceChoice.GPU))
        .isInstanceOf(NoGpuException.class)
        .hasMessageStartingWith("device: gpu (found: PyTorch ")
        .hasMessageContainingAll("PYTORCH_LIBRARY_PATH", "CUDA 12.8", "--device cpu");
  }

  @Test
  void choosesCpuWhereThereIsNoGpu() {
    assumeFalse(hasGpu(), "this machine has a GPU");

    assertThat(engine.device(DeviceChoice.AUTO).description())
        .isEqualTo(engine.device(DeviceChoice.CPU).description());
  }

  @Test
  void choosesGpuWhereThereIsOne() {
    assumeFalse(!hasGpu(), "this machine has no GPU");

    assertThat(engine.device(DeviceChoice.AUTO).description()).startsWith("gpu 0");
  }

  @Test
  void saysOnWhatItComputes() {
    assertThat(engine.device(DeviceChoice.CPU).description())
        .matches("cpu \\(PyTorch \\d+\\.\\d+\\.\\d+, 1 thread\\)");
  }

  @Test
  void runsOnceInAProcess() {
    EngineOptions options = EngineOptions.defaults();

    assertThat(NativeEngine.start(options)).isSameAs(engine);
    assertThatThrownBy(
            () -> NativeEngine.start(new EngineOptions(options.threads() + 1, options.cache())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("threads=" + (options.threads() + 1));
  }

  /** In a process of its own, whose class path lacks PyTorch's native library. */
  @Test
  void saysWhatIsMissingWhenItDoesNotLoad(@TempDir Path cache) throws Exception {
    String classPath =
        Stream.of(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> !entry.contains("pytorch-native"))
            .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder start =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-DDJL_CACHE_DIR=" + cache,
            "-cp",
            classPath,
            Start.class.getName());
    start.environment().keySet().removeAll(List.of("DJL_CACHE_DIR", "PYTORCH_LIBRARY_PATH"));

    Process process = start.redirectErrorStream(true).start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(3);
    assertThat(output).contains("engine: PyTorch does not load on ", cache.toString());
  }

  /** Exits with 3 when there is no engine. */
  static final class Start {
    public static void main(String... none) {
      try {
        NativeEngine.start(EngineOptions.defaults());
      } catch (NoEngineException e) {
        System.err.println(e.getMessage());
        System.exit(3);
      }
    }
  }

  @Test
  void advisesAgainstThreadsThatSpin() {
    boolean passive = "PASSIVE".equals(System.getenv("OMP_WAIT_POLICY"));

    assertThat(engine.advice()).hasSize(passive ? 0 : 1);
  }

  @Test
  void refusesEngineWithoutThreads() {
    assertThatThrownBy(() -> new EngineOptions(0, Path.of("cache")))
        .hasMessage("threads: 0 (expected: > 0)");
  }

  private boolean hasGpu() {
    return engine.device(DeviceChoice.AUTO).description().startsWith("gpu");
  }
}
