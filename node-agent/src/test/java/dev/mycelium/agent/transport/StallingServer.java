package dev.mycelium.agent.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Promises a body, sends the beginning of it, and says nothing more until the client is gone. */
final class StallingServer implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final int promised;
  private final int sent;

  StallingServer(int promised, int sent) throws IOException {
    this.promised = promised;
    this.sent = sent;
    thread.execute(this::serve);
  }

  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** Done once the client has let go of its connection. */
  CompletableFuture<Void> released() {
    return released;
  }

  private void serve() {
    try (Socket client = door.accept()) {
      OutputStream out = client.getOutputStream();
      String headers = "HTTP/1.1 200 OK\r\nContent-Length: " + promised + "\r\n\r\n";
      out.write(headers.getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[sent]);
      out.flush();
      InputStream in = client.getInputStream();
      while (in.read() >= 0) {
        // The request, then the end.
      }
      released.complete(null);
    } catch (IOException e) {
      released.complete(null);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    thread.shutdown();
  }
}
