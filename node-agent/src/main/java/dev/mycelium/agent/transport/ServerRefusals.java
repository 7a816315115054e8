package dev.mycelium.agent.transport;

import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server itself answers, before a route has seen the request or after one broke: a problem
 * as everywhere, in place of a page of HTML with the server's name and the exception in it.
 */
final class ServerRefusals extends ErrorHandler {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    ProblemType type = status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL;
    String detail =
        status < 500
            ? "request: %s (expected: one that openapi/agent.yaml describes)".formatted(message)
            : "request: broke here (expected: an answer)";
    Problem problem =
        new Problem(type.uri().toString(), type.title(), status, detail, type.advice(), null);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(problem)), callback);
  }
}
