package dev.mycelium.agent.transport;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code GET /health} and {@code GET /status}. */
final class StatusResource implements Resource {
  private final AgentResources resources;

  StatusResource(AgentResources resources) {
    this.resources = resources;
  }

  @Override
  public List<String> routes() {
    return List.of("GET /health", "GET /status");
  }

  @Override
  public boolean serve(Exchange exchange) throws IOException {
    if (!exchange.method().equals("GET")) {
      return false;
    }
    if (exchange.path().equals(List.of("health"))) {
      exchange.answer(200, Map.of("status", "healthy"));
      return true;
    }
    if (exchange.path().equals(List.of("status"))) {
      exchange.answer(200, resources.status().get());
      return true;
    }
    return false;
  }
}
