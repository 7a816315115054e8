package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.wire.round.Sha256;

/** How a group's version 0 comes about. */
public sealed interface Opening {

  PayloadLayout layout();

  /** Whoever coordinates first draws it: the same numbers everywhere. */
  record Drawn(Payload payload) implements Opening {
    public Drawn {
      requireNonNull(payload, "payload");
    }

    @Override
    public PayloadLayout layout() {
      return payload.layout();
    }
  }

  /** Its founder holds it; a coordinator that lacks it waits for whoever lends it. */
  record Given(PayloadLayout layout, Sha256 sha) implements Opening {
    public Given {
      requireNonNull(layout, "layout");
      requireNonNull(sha, "sha");
    }
  }
}
