package dev.mycelium.agent.transport;

import java.io.IOException;

/** A family of routes. */
interface Resource {

  /** Serves the exchange if it is one of these routes; false if it is not. */
  boolean serve(Exchange exchange) throws IOException;
}
