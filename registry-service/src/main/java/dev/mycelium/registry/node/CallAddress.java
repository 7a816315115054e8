package dev.mycelium.registry.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that a node claims, read strictly: {@code host:port}, or the same with http or https
 * before it. No path, no user, nothing that another parser could read another way.
 */
record CallAddress(boolean secure, String host, int port) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:(https?)://)?([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])" + ":([0-9]{1,5})");

  /** What no look-up is needed for; anything else of digits and dots may be one to the platform. */
  private static final Pattern LITERAL =
      Pattern.compile("\\[.*]|(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  /** Where clouds hand out credentials to their own machines; the IPv4 ones are link-local. */
  private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254");

  static CallAddress of(String claimed) throws IOException {
    Matcher match = SHAPE.matcher(claimed);
    if (!match.matches()) {
      throw new IOException("node_address: no host:port");
    }
    int port = Integer.parseInt(match.group(3));
    if (port < 1 || port > 65_535) {
      throw new IOException("node_address: port %d (expected: 1 to 65535)".formatted(port));
    }
    return new CallAddress("https".equals(match.group(1)), match.group(2), port);
  }

  /** Whether the host is its address already, so that nobody need be asked. */
  boolean isLiteral() {
    return LITERAL.matcher(host).matches();
  }

  /**
   * Judges what the host's look-up gave, once, so that the address that was judged is the one that
   * is called.
   *
   * @param loopback whether this machine itself may be called
   */
  InetSocketAddress at(InetAddress address, boolean loopback) throws IOException {
    boolean forbidden =
        address.isAnyLocalAddress()
            || address.isLinkLocalAddress()
            || address.isMulticastAddress()
            || METADATA.contains(address.getHostAddress().toLowerCase(Locale.ROOT))
            || (address.isLoopbackAddress() && !loopback);
    if (forbidden) {
      throw new IOException("node_address: not an address that the registry calls");
    }
    return new InetSocketAddress(address, port);
  }
}
