package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An invitation, known by the SHA-256 of its code. A use admits one node, and that for good. */
@Entity
@Table(name = "invitations")
class InvitationRow {
  @Id
  @Column(name = "code_hash")
  private String codeHash;

  @Column(name = "group_id")
  private String groupId;

  /** Null without limit. */
  @Column(name = "uses_left")
  private @Nullable Integer usesLeft;

  @Column(name = "created_at")
  private Instant createdAt;

  /** Nodes that used it up; not kept without limit. */
  @ElementCollection
  @CollectionTable(name = "invitation_guests", joinColumns = @JoinColumn(name = "code_hash"))
  @Column(name = "node_id")
  private Set<String> guests = new HashSet<>();

  @SuppressWarnings("NullAway.Init")
  protected InvitationRow() {}

  InvitationRow(String codeHash, GroupId group, @Nullable Integer uses, Instant now) {
    this.codeHash = codeHash;
    this.groupId = group.value();
    this.usesLeft = uses;
    this.createdAt = now;
  }

  boolean isOf(GroupId group) {
    return groupId.equals(group.value());
  }

  boolean isUnlimited() {
    return usesLeft == null;
  }

  /** Whether it lets the node in: it did before, or it is good for one more, which is now used. */
  boolean admit(NodeId node) {
    if (usesLeft == null || guests.contains(node.value())) {
      return true;
    }
    if (usesLeft == 0) {
      return false;
    }
    usesLeft--;
    guests.add(node.value());
    return true;
  }
}
