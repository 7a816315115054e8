package dev.mycelium.registry.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whose requests are counted together: an IPv4 address, or the /64 of an IPv6 address, because one
 * machine has all of that to itself.
 */
record ClientAddress(String network, boolean isLoopback) {
  private static final int NETWORK_BYTES = 8;

  /**
   * @param literal as the servlet container gives it, never a name
   */
  static ClientAddress of(String literal) {
    try {
      InetAddress address = InetAddress.getByName(literal);
      byte[] bytes = address.getAddress();
      byte[] network = Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES));
      return new ClientAddress(HexFormat.of().formatHex(network), address.isLoopbackAddress());
    } catch (UnknownHostException unknown) {
      return new ClientAddress(literal, false);
    }
  }
}
