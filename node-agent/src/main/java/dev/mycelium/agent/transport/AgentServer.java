package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;

import java.net.BindException;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server of an agent. A member that waits for a round occupies a thread, so a coordinator
 * serves up to {@value #MOST_THREADS} members at a time; more are queued.
 */
public final class AgentServer implements AutoCloseable {
  private static final int MOST_THREADS = 200;
  private static final int LEAST_THREADS = 4;
  private static final int HEADER_BYTES = 16 * 1024;

  private final Server server;
  private final ServerConnector connector;

  public AgentServer(String host, int port, AgentResources resources) {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(requireNonNull(host, "host"));
    connector.setPort(port);
    connector.setIdleTimeout(PeerTimes.IDLE.value().toMillis());
    server.addConnector(connector);
    server.setErrorHandler(new ServerRefusals());
    server.setHandler(new AgentRoutes(served(resources)));
  }

  static List<Resource> served(AgentResources resources) {
    return List.of(
        new StatusResource(resources),
        new DialBackResource(resources),
        new BlobResource(resources),
        new RoundResource(resources));
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    return configuration;
  }

  /**
   * Binds the address and begins to serve.
   *
   * @throws AddressInUseException if somebody else has the port
   */
  public void start() {
    try {
      server.start();
    } catch (BindException e) {
      close();
      throw new AddressInUseException(connector.getHost(), connector.getPort(), e);
    } catch (Exception e) {
      close();
      if (e.getCause() instanceof BindException) {
        throw new AddressInUseException(connector.getHost(), connector.getPort(), e);
      }
      throw new IllegalStateException("the agent's server did not start: " + e.getMessage(), e);
    }
  }

  /** The port that is really bound. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the agent's server did not stop: " + e.getMessage(), e);
    }
  }
}
