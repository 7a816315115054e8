package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invitation, known by the SHA-256 of its code. */
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

  @SuppressWarnings("NullAway.Init")
  protected InvitationRow() {}

  InvitationRow(String codeHash, GroupId group, @Nullable Integer uses, Instant now) {
    this.codeHash = codeHash;
    this.groupId = group.value();
    this.usesLeft = uses;
    this.createdAt = now;
  }

  boolean opens(GroupId group) {
    return groupId.equals(group.value()) && (usesLeft == null || usesLeft > 0);
  }

  boolean isUnlimited() {
    return usesLeft == null;
  }

  void use() {
    usesLeft = usesLeft == null ? null : (Integer) (usesLeft - 1);
  }
}
