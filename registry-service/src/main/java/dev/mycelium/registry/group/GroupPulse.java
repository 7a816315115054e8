package dev.mycelium.registry.group;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import org.jspecify.annotations.Nullable;

/** What a member must hear of its group with every heartbeat. */
public record GroupPulse(
    GroupId id,
    GroupActivity activity,
    long membershipVersion,
    CoordinatorTerm term,
    @Nullable Head head) {}
