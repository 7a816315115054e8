package dev.mycelium.registry.performance;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.performance.Standing;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** How well a group does now. */
@Entity
@Table(name = "standings")
@DynamicUpdate
class StandingRow {
  @Id
  @Column(name = "group_id")
  private String groupId;

  private @Nullable Double measured;

  @Column(name = "head_version")
  private @Nullable Long headVersion;

  private long examples;
  private @Nullable Double claimed;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @SuppressWarnings("NullAway.Init")
  protected StandingRow() {}

  StandingRow(GroupId group, @Nullable Double claimed, Instant now) {
    this.groupId = group.value();
    this.claimed = claimed;
    this.updatedAt = now;
  }

  /** Takes over what somebody states. Whether that differs from what was stated before. */
  boolean claim(double metric, Instant now) {
    boolean differs = !Objects.equals(claimed, metric);
    claimed = metric;
    updatedAt = now;
    return differs;
  }

  /** Takes over what was measured. Whether that differs from what stood here. */
  boolean become(Measured now, Instant at) {
    if (Objects.equals(measured, now.metric())
        && Objects.equals(headVersion, now.headVersion())
        && examples == now.examples()) {
      return false;
    }
    measured = now.metric();
    headVersion = now.headVersion();
    examples = now.examples();
    updatedAt = at;
    return true;
  }

  GroupId group() {
    return new GroupId(groupId);
  }

  GroupStanding toStanding() {
    return new GroupStanding(new Standing(measured, headVersion, examples, claimed), updatedAt);
  }
}
