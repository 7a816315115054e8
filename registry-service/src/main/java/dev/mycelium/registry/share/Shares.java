package dev.mycelium.registry.share;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many places each holder has taken; who has none is not remembered. Thread-safe. */
public final class Shares {
  private static final int NETWORK_BYTES = 8;

  private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * An IPv4 address, or the /64 of an IPv6 address, because one machine has all of that to itself.
   */
  public static String holder(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
  }

  /** Takes a place unless {@code holder} has {@code most} of them. Whether it was taken. */
  public boolean take(String holder, int most) {
    int count = taken.merge(holder, 1, Integer::sum);
    if (count > most) {
      free(holder);
    }
    return count <= most;
  }

  /** Gives back what {@link #take} took. */
  public void free(String holder) {
    taken.computeIfPresent(holder, (name, count) -> count == 1 ? null : count - 1);
  }
}
