package dev.mycelium.registry.performance;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.performance.StandingEntry;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step in the history of a group's standing. Rows are only ever added. */
@Entity
@Table(name = "standing_history")
class StandingChange {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(name = "group_id")
  private String groupId;

  private @Nullable Double measured;

  @Column(name = "head_version")
  private @Nullable Long headVersion;

  private long examples;
  private @Nullable Double claimed;

  @Column(name = "changed_at")
  private Instant changedAt;

  @SuppressWarnings("NullAway.Init")
  protected StandingChange() {}

  StandingChange(GroupId group, Standing standing, Instant at) {
    this.groupId = group.value();
    this.measured = standing.measured();
    this.headVersion = standing.headVersion();
    this.examples = standing.examples();
    this.claimed = standing.claimed();
    this.changedAt = at;
  }

  StandingEntry toEntry() {
    return new StandingEntry(
        id == null ? 0 : id, changedAt, new Standing(measured, headVersion, examples, claimed));
  }
}
