package dev.mycelium.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes requests on to a registry, and loses answers after the registry gave them. */
final class LossyProxy implements AutoCloseable {
  private static final List<String> PASSED_ON =
      List.of("Content-type", "Content-digest", "Idempotency-key", "Signature", "Signature-input");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final URI registry;
  private final AtomicInteger toLose = new AtomicInteger();
  private final List<HttpRequest> passed = new CopyOnWriteArrayList<>();

  LossyProxy(URI registry) throws IOException {
    this.registry = registry;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next {@code answers} are lost. */
  void lose(int answers) {
    toLose.set(answers);
  }

  /** What went to the registry so far. */
  List<HttpRequest> passed() {
    return passed;
  }

  private void pass(HttpExchange exchange) throws IOException {
    HttpRequest.Builder copy =
        HttpRequest.newBuilder(registry.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (PASSED_ON.contains(name)) {
                copy.header(name, values.get(0));
              }
            });
    HttpRequest request = copy.build();
    passed.add(request);
    byte[] body = new byte[0];
    int status = 502;
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
        body = response.body();
        status = response.statusCode();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
