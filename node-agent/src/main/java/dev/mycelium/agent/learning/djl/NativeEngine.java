package dev.mycelium.agent.learning.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch inside this process. It is started once, offline (nothing is fetched, nobody is told),
 * and stays until the process ends.
 */
public final class NativeEngine {
  /** The PyTorch that DJL's native bridge was built for. */
  static final String RELEASE = "2.7.1";

  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";
  private static @Nullable NativeEngine running;

  private final EngineOptions options;
  private final Engine engine;

  private NativeEngine(EngineOptions options, Engine engine) {
    this.options = options;
    this.engine = engine;
  }

  /**
   * Loads the native libraries, or returns the engine that already runs with the same options.
   *
   * @throws IllegalStateException if it runs with other options
   * @throws NoEngineException if it does not load
   */
  public static synchronized NativeEngine start(EngineOptions options) {
    if (running == null) {
      running = new NativeEngine(options, load(options));
    }
    if (!running.options.equals(options)) {
      throw new IllegalStateException(
          "engine options: " + options + " (expected: " + running.options + ", as it was started)");
    }
    return running;
  }

  /** All of these are read while the engine loads, and never again. */
  private static Engine load(EngineOptions options) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty(EngineOptions.CACHE, options.cache().toAbsolutePath().toString());
    System.setProperty(EngineOptions.THREADS, String.valueOf(options.threads()));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try {
      return Engine.getEngine("PyTorch");
    } catch (EngineException | IllegalArgumentException e) {
      throw NoEngineException.of(options, e);
    }
  }

  /**
   * @throws NoGpuException if {@code choice} is GPU and the engine sees none
   */
  public TrainingDevice device(DeviceChoice choice) {
    boolean hasGpu = engine.getGpuCount() > 0;
    if (choice == DeviceChoice.GPU && !hasGpu) {
      throw NoGpuException.of(name(), engine.hasCapability(StandardCapabilities.CUDA));
    }
    return hasGpu && choice != DeviceChoice.CPU
        ? new TrainingDevice(engine, Device.gpu(), "gpu 0 (" + name() + ')')
        : new TrainingDevice(engine, Device.cpu(), "cpu (%s, %s)".formatted(name(), threads()));
  }

  /** What slows training down on this machine and how to mend it; one sentence each. */
  public List<String> advice() {
    return "PASSIVE".equalsIgnoreCase(System.getenv(WAIT_POLICY))
        ? List.of()
        : List.of(
            WAIT_POLICY
                + ": "
                + System.getenv(WAIT_POLICY)
                + " (expected: PASSIVE in the environment before the JVM starts; spinning threads"
                + " take the cores from each other)");
  }

  private String name() {
    return engine.getEngineName() + ' ' + engine.getVersion();
  }

  private String threads() {
    return options.threads() == 1 ? "1 thread" : options.threads() + " threads";
  }
}
