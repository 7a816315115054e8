package dev.mycelium.registry.node;

import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.signature.NodeKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Future;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One call to a node at the address that it claims. It asks for a fixed path, follows nothing,
 * reads {@value #MOST_BYTES} bytes at most, ends at its deadline whatever the peer sends, and gives
 * nothing of what it read to anybody: whoever claims the address of another machine learns only
 * that the node was not reached.
 */
record Call(NodeId node, String publicKey, String nonce) {
  private static final int MOST_BYTES = 4096;
  private static final String END_OF_HEAD = "\r\n\r\n";

  /**
   * Returns if the node answered with its signature, else throws with the cause.
   *
   * @param target where {@code called} is, judged
   */
  void make(CallAddress called, InetSocketAddress target, Deadline deadline, Watchdog watchdog)
      throws IOException {
    try (Socket plain = new Socket()) {
      Future<?> end = watchdog.watch(plain, deadline);
      try {
        plain.connect(target, deadline.millisLeft());
        plain.setSoTimeout(deadline.millisLeft());
        Socket socket = called.secure() ? secured(plain, called) : plain;
        socket.getOutputStream().write(request(called));
        socket.getOutputStream().flush();
        verify(body(read(socket)));
      } finally {
        end.cancel(false);
      }
    }
  }

  private byte[] request(CallAddress called) {
    return "GET /dial-back?nonce=%s HTTP/1.0\r\nHost: %s:%d\r\nAccept: application/json\r\n\r\n"
        .formatted(nonce, called.host(), called.port())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Socket secured(Socket plain, CallAddress called) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(plain, called.host(), called.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static String read(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] piece = new byte[MOST_BYTES];
    int count = in.read(piece);
    while (count > 0) {
      answer.write(piece, 0, count);
      if (answer.size() > MOST_BYTES) {
        throw new IOException("answer: longer than " + MOST_BYTES + " bytes");
      }
      count = in.read(piece);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private static String body(String answer) throws IOException {
    int end = answer.indexOf(END_OF_HEAD);
    if (end < 0 || !answer.matches("(?s)HTTP/1\\.[01] 200 .*")) {
      throw new IOException("answer: no 200");
    }
    return answer.substring(end + END_OF_HEAD.length());
  }

  private void verify(String body) throws IOException {
    try {
      DialBack answer = JsonMapper.shared().readValue(body, DialBack.class);
      byte[] signature = Base64.getDecoder().decode(answer.signature());
      if (!answer.nodeId().equals(node)
          || !NodeKey.of(publicKey).verifies(DialBack.message(node, nonce), signature)) {
        throw new IOException("answer: not signed by the node's key");
      }
    } catch (JacksonException | IllegalArgumentException unusable) {
      throw new IOException("answer: not a signed one", unusable);
    }
  }
}
