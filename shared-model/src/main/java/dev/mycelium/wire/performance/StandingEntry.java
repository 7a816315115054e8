package dev.mycelium.wire.performance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * How well a group did from some moment on.
 *
 * @param id grows with every change; the place to go on after in a list
 */
public record StandingEntry(
    @JsonProperty("id") long id,
    @JsonProperty("at") Instant at,
    @JsonProperty("standing") Standing standing) {}
