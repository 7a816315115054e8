package dev.mycelium.agent.learning.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeEngineTest {
  private final NativeEngine engine = NativeEngine.start(EngineOptions.defaults());

  @Test
  void refusesToPretendThatThereIsAGpu() {
    assumeFalse(hasGpu(), "this machine has a GPU");

    assertThatThrownBy(() -> engine.device(DeviceChoice.GPU))
        .isInstanceOf(NoGpuException.class)
        .hasMessageStartingWith("device: gpu (found: PyTorch ")
        .hasMessageContainingAll("PYTORCH_LIBRARY_PATH", "PYTORCH_FLAVOR", "--device cpu");
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

  @Test
  void hasNoAdviceWhereThreadsWaitPassively() {
    assertThat(System.getenv("OMP_WAIT_POLICY")).isEqualTo("PASSIVE");
    assertThat(engine.advice()).isEmpty();
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
