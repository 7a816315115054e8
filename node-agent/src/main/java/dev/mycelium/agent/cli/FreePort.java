package dev.mycelium.agent.cli;

import dev.mycelium.agent.transport.AddressInUseException;
import dev.mycelium.agent.transport.AgentResources;
import dev.mycelium.agent.transport.AgentServer;

/** Finds the port that an agent serves at: the one it was told, or the first free one from 8080. */
final class FreePort {
  private static final int FIRST = 8080;
  private static final int TRIED = 1_000;

  private FreePort() {}

  static AgentServer start(NetworkOptions network, AgentResources resources) {
    if (network.port != null) {
      return started(network.host, network.port, resources);
    }
    for (int port = FIRST; port < FIRST + TRIED; port++) {
      try {
        return started(network.host, port, resources);
      } catch (AddressInUseException taken) {
        // Another agent was here first; the next one may be free.
      }
    }
    throw new CommandFailedException(
        ExitCode.ADDRESS_IN_USE,
        "--port: none of %d to %d on %s is free (expected: a free one; name it)"
            .formatted(FIRST, FIRST + TRIED - 1, network.host));
  }

  private static AgentServer started(String host, int port, AgentResources resources) {
    if (port < 0 || port > 65_535) {
      throw new CommandFailedException(
          ExitCode.USAGE, "--port: %d (expected: 0 to 65535)".formatted(port));
    }
    AgentServer server = new AgentServer(host, port, resources);
    server.start();
    return server;
  }
}
