package dev.mycelium.registry.access;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Takes fewer connections than the process may hold files open, where that is less than was set:
 * with no file left, neither the database nor a class could be opened. Further callers wait before
 * the door, and are let in when others have gone.
 */
@Component
class OpenFiles implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
  /** For the database's connections, calls to nodes, and jars that are opened later. */
  private static final long KEPT = 64;

  private static final long FEWEST = 8;

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addConnectorCustomizers(
        connector -> {
          if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setMaxConnections(atMost(protocol.getMaxConnections()));
          }
        });
  }

  private static int atMost(int wanted) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? connections(
            wanted, system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount())
        : wanted;
  }

  /** Of so many files that may still be opened. */
  static int connections(int wanted, long files) {
    return (int) Math.min(wanted, Math.max(FEWEST, files - KEPT));
  }
}
