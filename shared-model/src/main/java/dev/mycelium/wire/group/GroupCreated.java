package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a group's creation; body as in the original registry, for invite-only groups with the
 * code that opens them.
 *
 * @param invitation good for any number of joins and told this once; null for open groups
 */
public record GroupCreated(
    @JsonProperty("group_id") GroupId groupId,
    @JsonProperty("status") String status,
    @JsonProperty("invitation") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String invitation) {

  public static GroupCreated of(GroupId groupId) {
    return new GroupCreated(groupId, "created", null);
  }

  public static GroupCreated inviteOnly(Invitation founders) {
    return new GroupCreated(founders.groupId(), "created", founders.invitation());
  }
}
