package dev.mycelium.agent.cli;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a node finds others and is found. */
final class NetworkOptions {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "http://localhost:8000",
      description = "The registry (${DEFAULT-VALUE}).")
  URI registry = URI.create("http://localhost:8000");

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Interface to serve at (${DEFAULT-VALUE}: this machine only).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to serve at; 0 takes any (default: the first free one from 8080).")
  @Nullable Integer port;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Where other members reach this node (default: host and port above).")
  @Nullable String address;

  @Option(
      names = "--heartbeat-interval",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "Pause between two signs of life (${DEFAULT-VALUE}; the registry allows 1s to 5m).")
  Duration heartbeatInterval = Duration.ofSeconds(30);

  @Option(
      names = "--no-coordinate",
      description = "Never run rounds: this node can't be reached by the others.")
  boolean noCoordinate;

  @Option(
      names = "--coordinate-only",
      description = "Run rounds without data of one's own; needs --group.")
  boolean coordinateOnly;
}
