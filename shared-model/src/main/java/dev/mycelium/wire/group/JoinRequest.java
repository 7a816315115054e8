package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.node.ByNode;
import dev.mycelium.wire.node.NodeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a place in a group; from another group this is a move.
 *
 * @param reason why the node wants it, kept in the event
 * @param figures the numbers behind the reason, kept in the event
 * @param invitation code of an invite-only group
 */
public record JoinRequest(
    @JsonProperty("node_id") NodeId nodeId,
    @JsonProperty("group_id") GroupId groupId,
    @JsonProperty("reason") @Nullable String reason,
    @JsonProperty("figures") @Nullable Map<String, Double> figures,
    @JsonProperty("invitation") @Nullable String invitation)
    implements ByNode {
  static final int LONGEST_INVITATION = 100;

  public JoinRequest {
    nodeId = Expect.present(nodeId, "node_id", "the id given at registration");
    groupId = Expect.present(groupId, "group_id", "the id of a listed group");
    reason = Expect.textOrNull(reason, "reason", 500);
    if (figures != null) {
      Expect.inRange(figures.size(), "figures", 0, 32);
      figures.forEach((name, value) -> Expect.finite(value, "figures." + name));
      figures = Map.copyOf(figures);
    }
    invitation = Expect.textOrNull(invitation, "invitation", LONGEST_INVITATION);
  }

  /** Asks for a place in an open group. */
  public JoinRequest(
      NodeId nodeId,
      GroupId groupId,
      @Nullable String reason,
      @Nullable Map<String, Double> figures) {
    this(nodeId, groupId, reason, figures, null);
  }
}
