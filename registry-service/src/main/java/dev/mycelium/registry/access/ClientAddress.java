package dev.mycelium.registry.access;

import dev.mycelium.registry.share.Shares;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Whose requests are counted together: an IPv4 address, or the /64 of an IPv6 address, because one
 * machine has all of that to itself.
 */
record ClientAddress(String network, boolean isLoopback) {
  /**
   * @param literal as the servlet container gives it, never a name
   */
  static ClientAddress of(String literal) {
    try {
      InetAddress address = InetAddress.getByName(literal);
      return new ClientAddress(Shares.holder(address), address.isLoopbackAddress());
    } catch (UnknownHostException unknown) {
      return new ClientAddress(literal, false);
    }
  }
}
