package dev.mycelium.registry.round;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A committed version. Rows are only ever added; (group, version) is unique in the database. */
@Entity
@Table(name = "heads")
class HeadRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(name = "group_id")
  private String groupId;

  private long version;

  @Column(name = "parent_sha")
  private @Nullable String parentSha;

  private String sha;
  private long epoch;
  private long round;

  @Column(name = "committed_by")
  private String committedBy;

  @Column(name = "committed_at")
  private Instant committedAt;

  @SuppressWarnings("NullAway.Init")
  protected HeadRow() {}

  HeadRow(GroupId group, Head head, NodeId by, Instant at) {
    this.groupId = group.value();
    this.version = head.version();
    this.parentSha = head.parentSha() == null ? null : head.parentSha().hex();
    this.sha = head.sha().hex();
    this.epoch = head.epoch();
    this.round = head.round();
    this.committedBy = by.value();
    this.committedAt = at;
  }

  Head toHead() {
    return new Head(
        version, parentSha == null ? null : new Sha256(parentSha), new Sha256(sha), epoch, round);
  }
}
