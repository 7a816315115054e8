package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.HttpDirectory;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which registry a command asks. */
final class RegistryOption {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "http://localhost:8000",
      description = "The registry (${DEFAULT-VALUE}).")
  URI registry = URI.create("http://localhost:8000");

  Directory directory() {
    return new HttpDirectory(registry);
  }
}
