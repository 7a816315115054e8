package dev.mycelium.wire.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened in the network, with the reason and the figures behind it. An open
 * record: readers keep kinds that they don't know.
 *
 * @param id grows with every event of a registry
 * @param kind a past fact such as {@code node_joined}
 * @param subjects ids by role, such as {@code node_id} and {@code group_id}
 * @param reason one sentence
 * @param figures the numbers behind the reason
 */
public record NetworkEvent(
    @JsonProperty("id") long id,
    @JsonProperty("at") Instant at,
    @JsonProperty("kind") String kind,
    @JsonProperty("subjects") Map<String, String> subjects,
    @JsonProperty("reason") String reason,
    @JsonProperty("figures") Map<String, Double> figures) {

  public NetworkEvent {
    at = Expect.present(at, "at", "an instant");
    kind = Expect.text(kind, "kind", 60);
    subjects = Map.copyOf(Expect.present(subjects, "subjects", "ids by role"));
    reason = Expect.present(reason, "reason", "one sentence");
    figures = Map.copyOf(Expect.present(figures, "figures", "numbers by name"));
  }
}
