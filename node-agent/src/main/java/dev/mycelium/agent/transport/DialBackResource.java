package dev.mycelium.agent.transport;

import dev.mycelium.wire.InvalidFieldException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** {@code GET /dial-back?nonce=N}: shows a registry that this address is this node's. */
final class DialBackResource implements Resource {
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9-]{16,100}");

  private final AgentResources resources;

  DialBackResource(AgentResources resources) {
    this.resources = resources;
  }

  @Override
  public List<String> routes() {
    return List.of("GET /dial-back");
  }

  @Override
  public boolean serve(Exchange exchange) throws IOException {
    if (!exchange.method().equals("GET") || !exchange.path().equals(List.of("dial-back"))) {
      return false;
    }
    String nonce = Objects.requireNonNullElse(exchange.query("nonce"), "");
    if (!NONCE.matcher(nonce).matches()) {
      throw InvalidFieldException.of("nonce", nonce, "16 to 100 letters, digits and dashes");
    }
    exchange.answer(200, resources.dialBack().apply(nonce));
    return true;
  }
}
