package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to a join; body as in the original registry. */
public record Joined(
    @JsonProperty("status") String status, @JsonProperty("group_id") GroupId groupId) {

  public static Joined of(GroupId groupId) {
    return new Joined("joined", groupId);
  }
}
