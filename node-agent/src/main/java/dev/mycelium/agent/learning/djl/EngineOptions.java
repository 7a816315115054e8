package dev.mycelium.agent.learning.djl;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * How the native engine runs in this process; fixed once it is started.
 *
 * @param threads CPU threads of one operation; another number may give other last bits
 * @param cache directory into which the native libraries are unpacked once (432 MB)
 */
public record EngineOptions(int threads, Path cache) {
  static final String THREADS = "ai.djl.pytorch.num_threads";
  static final String CACHE = "DJL_CACHE_DIR";

  public EngineOptions {
    requireNonNull(cache, "cache");
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: > 0)");
    }
  }

  /**
   * What {@value #THREADS} (a system property) and {@value #CACHE} (in the environment or a system
   * property) say; else one thread, since small batches gain nothing from more and agents share a
   * machine, and DJL's own directory in the user's home.
   */
  public static EngineOptions defaults() {
    String cache = System.getenv().getOrDefault(CACHE, System.getProperty(CACHE, ""));
    return new EngineOptions(
        Integer.getInteger(THREADS, 1),
        cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".djl.ai") : Path.of(cache));
  }
}
