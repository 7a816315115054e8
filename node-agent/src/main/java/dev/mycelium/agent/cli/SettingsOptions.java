package dev.mycelium.agent.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where else a command's options come from. */
final class SettingsOptions {
  static final String CONFIG = "--config";
  static final String PRINT = "--print-config";

  @Option(
      names = CONFIG,
      paramLabel = "FILE",
      description = {
        "Options in YAML, such as \"port: 8080\". An option here wins over its variable, as",
        "MYCELIUM_PORT, and that over the file (docs/configuration.md)."
      })
  @Nullable Path config;
}
