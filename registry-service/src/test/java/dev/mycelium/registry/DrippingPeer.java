package dev.mycelium.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Begins a TLS record of 16 KiB with each caller and sends it byte by byte, for a quarter hour. */
final class DrippingPeer implements AutoCloseable {
  private static final byte[] HANDSHAKE_OF_16_KIB = {22, 3, 3, 64, 0};
  private static final int MILLIS_PER_BYTE = 50;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ScheduledExecutorService drips = Executors.newScheduledThreadPool(2);

  DrippingPeer() throws IOException {
    drips.execute(this::listen);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    drips.shutdownNow();
  }

  private void listen() {
    try {
      while (!server.isClosed()) {
        Socket caller = server.accept();
        OutputStream out = caller.getOutputStream();
        out.write(HANDSHAKE_OF_16_KIB);
        drips.scheduleAtFixedRate(() -> drip(out), 0, MILLIS_PER_BYTE, TimeUnit.MILLISECONDS);
      }
    } catch (IOException closed) {
      drips.shutdown();
    }
  }

  /** Fails, and is then not repeated, when the caller has hung up. */
  private static void drip(OutputStream out) {
    try {
      out.write(0);
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }
}
