package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows of an attempt at a round. A committed head shows that a round was
 * completed; who took part is known only when the coordinator reported it.
 *
 * @param id grows with every attempt of the registry; the place to go on after in a list
 * @param coordinator who ran it
 * @param counted members whose updates were aggregated; null if not reported
 * @param missing members that were asked and not counted, each with its cause; null if not reported
 * @param version the head that the round made; null if it made none
 * @param duration from the call to train to the end; null if not reported
 * @param endedAt when the registry heard of the end, by its own clock
 * @param updateBytes of the updates that were accepted; null if not reported
 * @param phases how long its phases took; null if not reported
 * @param work what the round cost each of its members, by id; null if not reported
 */
public record RoundEntry(
    @JsonProperty("id") long id,
    @JsonProperty("round") long round,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("outcome") String outcome,
    @JsonProperty("cause") String cause,
    @JsonProperty("coordinator") NodeId coordinator,
    @JsonProperty("counted") @Nullable List<NodeId> counted,
    @JsonProperty("missing") @Nullable Map<String, String> missing,
    @JsonProperty("version") @Nullable Long version,
    @JsonProperty("duration") @Nullable Duration duration,
    @JsonProperty("ended_at") Instant endedAt,
    @JsonProperty("update_bytes") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable UpdateBytes updateBytes,
    @JsonProperty("phases") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RoundPhases phases,
    @JsonProperty("work") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Map<String, MemberWork> work) {

  public RoundEntry {
    counted = counted == null ? null : List.copyOf(counted);
    missing = missing == null ? null : Map.copyOf(missing);
    work = work == null ? null : Collections.unmodifiableMap(new TreeMap<>(work));
  }
}
