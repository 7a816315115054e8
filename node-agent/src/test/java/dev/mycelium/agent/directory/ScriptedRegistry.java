package dev.mycelium.agent.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mycelium.wire.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that gives prepared answers, one after the other, and notes the requests. */
public final class ScriptedRegistry implements AutoCloseable {
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  private final List<String> bodies = new CopyOnWriteArrayList<>();

  private final List<Headers> headers = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body) {}

  public ScriptedRegistry() throws IOException {
    server.createContext("/", this::answer);
    server.start();
  }

  public ScriptedRegistry answers(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  ScriptedRegistry refuses(ProblemType type) {
    return answers(
        type.status(),
        """
        {"type": "%s", "title": "%s", "status": %d, "detail": "because", "group_id": "g-7"}
        """
            .formatted(type.uri(), type.title(), type.status()));
  }

  /** The {@code Authorization} of each request so far; "none" where it had none. */
  public List<String> authorizations() {
    return authorizations;
  }

  /** The header of each request so far. */
  List<Headers> headers() {
    return headers;
  }

  /** Body of each request so far. */
  public List<String> bodies() {
    return bodies;
  }

  /** Method and path, query included, of each request so far. */
  public List<String> requests() {
    return requests;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().toString().replaceFirst("^http://[^/]*", ""));
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    headers.add(exchange.getRequestHeaders());
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(authorization == null ? "none" : authorization);
    Answer answer = answers.size() == 1 ? answers.peek() : answers.poll();
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
