package dev.mycelium.agent.node;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.Coordination;
import dev.mycelium.agent.transport.Peer;
import dev.mycelium.wire.group.GroupId;

/** How a node reaches the coordinators that it follows. */
@FunctionalInterface
public interface Ways {

  /**
   * @param blobs where what is fetched comes to lie
   */
  Coordination to(Peer leader, GroupId group, BlobStore blobs);
}
