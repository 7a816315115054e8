package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A code that opens an invite-only group. The registry keeps its hash only: this is the one time
 * that it can be read.
 *
 * @param uses nodes for which it is good; null for any number
 */
public record Invitation(
    @JsonProperty("group_id") GroupId groupId,
    @JsonProperty("invitation") String invitation,
    @JsonProperty("uses") @Nullable Integer uses) {}
