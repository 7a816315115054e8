package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to an accepted change that has nothing else to tell; body as in the original registry. */
public record Updated(@JsonProperty("status") String status) {

  public static Updated updated() {
    return new Updated("updated");
  }

  public static Updated deleted() {
    return new Updated("deleted");
  }

  public static Updated left() {
    return new Updated("left");
  }
}
