package dev.mycelium.agent.transport;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Gives the same few bytes for every blob that anybody asks for. */
final class LyingServer implements AutoCloseable {
  private static final byte[] LIE = {1, 2, 3, 4};

  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  LyingServer() throws IOException {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, LIE.length);
          exchange.getResponseBody().write(LIE);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
