package dev.mycelium.agent.transport;

import java.io.IOException;
import java.util.List;

/** A family of routes. */
interface Resource {

  /** Method and path of each, as in {@code openapi/agent.yaml}. */
  List<String> routes();

  /** Serves the exchange if it is one of these routes; false if it is not. */
  boolean serve(Exchange exchange) throws IOException;
}
