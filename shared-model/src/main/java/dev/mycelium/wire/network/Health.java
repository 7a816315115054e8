package dev.mycelium.wire.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** Answer of a registry that works; body as in the original registry. */
public record Health(
    @JsonProperty("status") String status, @JsonProperty("timestamp") Instant timestamp) {

  public static Health healthyAt(Instant now) {
    return new Health("healthy", now);
  }
}
