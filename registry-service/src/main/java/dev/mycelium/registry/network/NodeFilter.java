package dev.mycelium.registry.network;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeStatus;
import dev.mycelium.wire.node.NodeView;
import org.jspecify.annotations.Nullable;

/** Which nodes a caller wants to see; each null asks for any. */
record NodeFilter(@Nullable NodeStatus status, @Nullable GroupId group) {

  boolean admits(NodeView node) {
    return (status == null || status == node.status())
        && (group == null || group.equals(node.currentGroupId()));
  }
}
