package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a further code to an invite-only group.
 *
 * @param invitation a code of the group that may be used without limit, such as the founder's
 * @param uses nodes for which the new one is good; null for any number
 */
public record InvitationRequest(
    @JsonProperty("invitation") String invitation, @JsonProperty("uses") @Nullable Integer uses) {

  public InvitationRequest {
    invitation = Expect.text(invitation, "invitation", JoinRequest.LONGEST_INVITATION);
    if (uses != null) {
      Expect.inRange(uses, "uses", 1, GroupCreation.LARGEST_CAPACITY);
    }
  }
}
