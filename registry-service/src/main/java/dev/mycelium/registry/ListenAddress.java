package dev.mycelium.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Where the registry listens, tried before anything is built on it. */
record ListenAddress(String host, int port) {

  /** Fails with a sentence if nothing could listen here now. */
  void check() {
    InetAddress address = resolved();
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    } catch (IOException failure) {
      throw isOfThisMachine(address) ? taken() : unusable();
    }
  }

  boolean isLoopback() {
    return resolved().isLoopbackAddress();
  }

  StartException taken() {
    return StartException.of(
        ExitCode.PORT_TAKEN,
        "Port %d at %s is taken or forbidden. Stop what listens there, or choose another --port."
            .formatted(port, host));
  }

  private StartException unusable() {
    return StartException.of(
        ExitCode.HOST_UNUSABLE,
        "Host %s is no address of this machine. Choose another --host, such as 127.0.0.1."
            .formatted(host));
  }

  private InetAddress resolved() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw unusable();
    }
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException failure) {
      return false;
    }
  }
}
