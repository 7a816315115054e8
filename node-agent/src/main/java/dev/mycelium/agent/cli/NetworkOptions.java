package dev.mycelium.agent.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a node finds others and is found. */
final class NetworkOptions {
  private static final int LARGEST_PORT = 65_535;

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

  /** Where this machine reaches what is served at {@code port}. */
  URI url(int port) {
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + port);
  }

  /** Whether other machines can reach what this node serves. */
  boolean isOpen() {
    return !(host.equals("localhost") || host.equals("::1") || host.startsWith("127."));
  }

  void requireSound() {
    if (address == null && (host.equals("0.0.0.0") || host.equals("::"))) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--host: %s (expected: --address HOST:PORT beside it, where others reach this node)"
              .formatted(host));
    }
    if (address != null && !isReachable(address)) {
      throw new CommandFailedException(
          ExitCode.USAGE, "--address: %s (expected: HOST:PORT)".formatted(address));
    }
  }

  /** What the members' client can make a request of. */
  private static boolean isReachable(String address) {
    try {
      URI url = new URI("http://" + address);
      return url.getHost() != null
          && url.getUserInfo() == null
          && address.equals(url.getRawAuthority())
          && url.getPort() > 0
          && url.getPort() <= LARGEST_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
