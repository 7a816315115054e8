package dev.mycelium.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Passes connections on to a port of this machine and keeps every byte of both directions. */
final class RecordingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final List<ByteArrayOutputStream> recordings = new ArrayList<>();
  private volatile int target;

  RecordingProxy() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Where connections go from now on; those that come before are closed. */
  void forwardTo(int port) {
    target = port;
  }

  /** What went by so far, one array for each direction of each connection. */
  List<byte[]> recorded() {
    synchronized (recordings) {
      return recordings.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        if (target == 0) {
          caller.close();
        } else {
          connect(caller, new Socket(InetAddress.getLoopbackAddress(), target));
        }
      } catch (IOException refusedOrClosed) {
        continue;
      }
    }
  }

  private void connect(Socket caller, Socket callee) {
    daemon(() -> pass(caller, callee));
    daemon(() -> pass(callee, caller));
  }

  private void pass(Socket from, Socket to) {
    ByteArrayOutputStream recording = new ByteArrayOutputStream();
    synchronized (recordings) {
      recordings.add(recording);
    }
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        recording.write(buffer, 0, read);
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException closedByEitherSide) {
      return;
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "recording-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
