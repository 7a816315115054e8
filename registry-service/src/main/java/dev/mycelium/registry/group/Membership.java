package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Sha256;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node's place in a group. The node's id is the key: nobody can be in two groups, whatever the
 * code does.
 */
@Entity
@Table(name = "memberships")
class Membership {
  @Id
  @Column(name = "node_id")
  private String nodeId;

  @Column(name = "group_id")
  private String groupId;

  @Column(name = "joined_at")
  private Instant joinedAt;

  /** SHA-256 of the newest head on the member's disk. */
  private @Nullable String holds;

  @SuppressWarnings("NullAway.Init")
  protected Membership() {}

  Membership(NodeId node, GroupId group, Instant now) {
    this.nodeId = node.value();
    this.groupId = group.value();
    this.joinedAt = now;
  }

  void moveTo(GroupId group, Instant now) {
    groupId = group.value();
    joinedAt = now;
    holds = null;
  }

  void hold(@Nullable Sha256 sha) {
    holds = sha == null ? holds : sha.hex();
  }

  NodeId node() {
    return new NodeId(nodeId);
  }

  GroupId group() {
    return new GroupId(groupId);
  }

  boolean holds(Sha256 sha) {
    return sha.hex().equals(holds);
  }

  Member toMember() {
    return new Member(node(), group(), joinedAt, holds == null ? null : new Sha256(holds));
  }
}
