package dev.mycelium.agent.transport;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each request to its resource, and turns what went wrong into a problem. */
final class AgentRoutes extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(AgentRoutes.class);

  private final List<Resource> resources;

  AgentRoutes(List<Resource> resources) {
    this.resources = List.copyOf(resources);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      serve(request, response);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      log.debug("request broke off: {} {}", request.getMethod(), request.getHttpURI(), e);
      callback.failed(e);
    }
    return true;
  }

  private void serve(Request request, Response response) throws IOException {
    Exchange exchange = new Exchange(request, response);
    try {
      route(exchange);
    } catch (ProblemException e) {
      refuse(exchange, response, e.type(), String.valueOf(e.getMessage()));
    } catch (InvalidFieldException e) {
      refuse(exchange, response, ProblemType.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private void route(Exchange exchange) throws IOException {
    for (Resource resource : resources) {
      if (resource.serve(exchange)) {
        return;
      }
    }
    exchange.refuse(
        ProblemType.NOT_FOUND, exchange.method() + " /" + String.join("/", exchange.path()));
  }

  private static void refuse(Exchange exchange, Response response, ProblemType type, String detail)
      throws IOException {
    if (!response.isCommitted()) {
      exchange.refuse(type, detail);
    }
  }
}
