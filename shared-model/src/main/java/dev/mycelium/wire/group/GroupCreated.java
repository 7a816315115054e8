package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to a group's creation; body as in the original registry. */
public record GroupCreated(
    @JsonProperty("group_id") GroupId groupId, @JsonProperty("status") String status) {

  public static GroupCreated of(GroupId groupId) {
    return new GroupCreated(groupId, "created");
  }
}
