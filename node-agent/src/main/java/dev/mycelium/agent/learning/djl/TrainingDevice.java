package dev.mycelium.agent.learning.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** The device on which learners of this process compute. */
public final class TrainingDevice {
  private final Engine engine;
  private final Device device;
  private final String description;

  TrainingDevice(Engine engine, Device device, String description) {
    this.engine = engine;
    this.device = device;
    this.description = description;
  }

  /** Which device it is, for a log line: {@code cpu (PyTorch 2.7.1, 1 thread)}. */
  public String description() {
    return description;
  }

  /** A manager of native arrays on this device; the caller closes it. */
  NDManager newManager() {
    return engine.newBaseManager(device);
  }
}
