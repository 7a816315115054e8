package dev.mycelium.agent.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.agent.outbound.Circuit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /status} of an agent answers.
 *
 * @param phase starting, then serving
 * @param node null while the agent starts
 * @param device what it computes on; null while it starts or if it has no data
 * @param circuits how calls to others go: to the registry, and to the coordinator while the node
 *     follows one
 */
public record AgentStatus(
    @JsonProperty("phase") String phase,
    @JsonProperty("node") @Nullable NodeState node,
    @JsonProperty("device") @Nullable String device,
    @JsonProperty("disk") Disk disk,
    @JsonProperty("circuits") List<Circuit.State> circuits) {

  public AgentStatus {
    circuits = List.copyOf(circuits);
  }

  /**
   * Room for blobs, in bytes.
   *
   * @param used by blobs and uploads
   * @param most that they may use
   * @param free on the disk they lie on
   */
  public record Disk(
      @JsonProperty("used") long used,
      @JsonProperty("most") long most,
      @JsonProperty("free") long free) {}
}
