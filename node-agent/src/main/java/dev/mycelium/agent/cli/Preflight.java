package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What must be true before an agent begins, each with one sentence when it is not. */
final class Preflight {
  static final int ATTEMPTS = 30;
  private static final long PAUSE_SECONDS = 1;

  private Preflight() {}

  /**
   * Gives a registry that was started a moment ago the time to come up.
   *
   * @param attempts how often it is asked, a second apart
   */
  static void awaitRegistry(Directory directory, URI registry, Terminal terminal, int attempts) {
    if (registry.getScheme() == null || registry.getHost() == null) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--registry: %s (expected: a URL such as http://localhost:8000)".formatted(registry));
    }
    for (int attempt = 1; ; attempt++) {
      try {
        directory.groups();
        return;
      } catch (RegistryUnavailableException e) {
        if (attempt == 1) {
          terminal.tell("waiting", "waiting for the registry at " + registry, Map.of());
        }
        if (attempt == attempts) {
          throw new CommandFailedException(
              ExitCode.REGISTRY_UNREACHABLE,
              e.getMessage() + "; start one with `mycelium registry`, or say --registry URL",
              e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException(ExitCode.INTERRUPTED, "stopped while waiting", e);
    }
  }
}
