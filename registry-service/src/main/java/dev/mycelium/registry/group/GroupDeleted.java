package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;

/** A group is about to be gone; heard inside the transaction, by whoever keeps rows about it. */
public record GroupDeleted(GroupId id) {}
