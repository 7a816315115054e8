package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/** Asks that a group pause, or go on. */
public record ActivityChange(@JsonProperty("state") GroupActivity state) {

  public ActivityChange {
    state = Expect.present(state, "state", "active or paused");
  }
}
