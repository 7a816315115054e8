package dev.mycelium.agent.learning.djl;

import java.nio.file.Path;

/** What is thrown where the native library does not load. */
public final class MissingEngine {
  private MissingEngine() {}

  public static NoEngineException failure() {
    return NoEngineException.of(
        new EngineOptions(1, Path.of("cache")), new UnsatisfiedLinkError("libtorch_cpu.so"));
  }
}
