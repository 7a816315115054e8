package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * What the updates of a round weighed.
 *
 * @param received bytes of all updates that the coordinator accepted
 * @param uncompressed bytes of as many updates in float32
 */
public record UpdateBytes(
    @JsonProperty("received") long received, @JsonProperty("uncompressed") long uncompressed) {

  public UpdateBytes {
    Expect.atLeast(received, "update_bytes.received", 0);
    Expect.atLeast(uncompressed, "update_bytes.uncompressed", 0);
  }
}
