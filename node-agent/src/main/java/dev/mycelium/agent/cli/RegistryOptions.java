package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.RegistryAccess;
import dev.mycelium.agent.directory.RequestSigner;
import dev.mycelium.agent.outbound.Outbound;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which registry, whom to believe that it is the one, and how to prove who asks. */
final class RegistryOptions {
  static final String TOKEN = "--token";
  static final String TOKEN_FILE = "--token-file";

  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "http://localhost:8000",
      description = "The registry, http:// or https:// (${DEFAULT-VALUE}).")
  URI registry = URI.create("http://localhost:8000");

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = {
        "Certificates (PEM) that an https:// registry's must come from (default: the authorities",
        "that Java knows)."
      })
  @Nullable Path authorities;

  @Option(
      names = TOKEN,
      paramLabel = "TOKEN",
      description = {
        "The network's token. Others on this machine see command lines: prefer MYCELIUM_TOKEN or",
        "--token-file."
      })
  @Nullable String token;

  @Option(
      names = TOKEN_FILE,
      paramLabel = "FILE",
      description = "File whose first line is the network's token.")
  @Nullable Path tokenFile;

  HttpDirectory directory() {
    return new HttpDirectory(access());
  }

  /** For a node, which signs what it asks. */
  HttpDirectory directory(RequestSigner signer) {
    return new HttpDirectory(access(), signer);
  }

  /** Reads the files that the options name. */
  RegistryAccess access() {
    requireSound();
    try {
      Outbound outbound = Outbound.of(System.getenv(), authorities);
      return new RegistryAccess(registry, secret(), outbound);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  void requireSound() {
    if (!List.of("http", "https").contains(registry.getScheme()) || registry.getHost() == null) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--registry: %s (expected: a URL such as http://localhost:8000)".formatted(registry));
    }
  }

  private @Nullable String secret() {
    String text = tokenFile == null ? token : firstLine(tokenFile);
    if (text != null && !text.matches("[\\x21-\\x7e]{1,1000}")) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--token: not usable (expected: 1 to 1000 visible ASCII characters, no blanks)");
    }
    return text;
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.USAGE, "--token-file: %s can't be read: %s".formatted(file, e), e);
    }
  }
}
