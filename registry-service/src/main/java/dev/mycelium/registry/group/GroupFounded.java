package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import org.jspecify.annotations.Nullable;

/**
 * A group was made; heard inside the transaction that makes it.
 *
 * @param claimed the performance that its creator states
 */
public record GroupFounded(GroupId id, @Nullable Double claimed) {}
