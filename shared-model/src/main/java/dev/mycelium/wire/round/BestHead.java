package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The head of a group that its members found best so far.
 *
 * @param metric example-weighted mean of what present members measured of it
 * @param examples hold-out examples behind {@code metric}
 * @param members how many of them there are
 */
public record BestHead(
    @JsonProperty("version") long version,
    @JsonProperty("sha") Sha256 sha,
    @JsonProperty("metric") double metric,
    @JsonProperty("examples") long examples,
    @JsonProperty("members") int members) {}
