package dev.mycelium.registry.round;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.MemberWork;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.RoundEntry;
import dev.mycelium.wire.round.RoundPhases;
import dev.mycelium.wire.round.UpdateBytes;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An attempt at a round: what its head shows, and what its coordinator told. */
@Entity
@Table(name = "rounds")
class RoundRow {
  static final String COMPLETED = "completed";
  static final String ROLLED_BACK = "rolled_back";

  private static final JsonMapper JSON = JsonMapper.shared();

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(name = "group_id")
  private String groupId;

  private long round;
  private long epoch;
  private String outcome;
  private String cause;
  private String coordinator;

  /** JSON, null until reported. */
  private @Nullable String counted;

  /** JSON, null until reported. */
  private @Nullable String missing;

  /** JSON, null where nobody reported it. */
  @Column(name = "update_bytes")
  private @Nullable String updateBytes;

  /** JSON, null where nobody reported it. */
  private @Nullable String phases;

  /** JSON, null where nobody reported it. */
  private @Nullable String work;

  private @Nullable Long version;
  private @Nullable Duration duration;

  @Column(name = "ended_at")
  private Instant endedAt;

  @SuppressWarnings("NullAway.Init")
  protected RoundRow() {}

  /** An attempt of which only the head is known. */
  RoundRow(GroupId group, Head head, NodeId coordinator, Instant now) {
    this.groupId = group.value();
    this.round = head.round();
    this.epoch = head.epoch();
    this.outcome = COMPLETED;
    this.cause = "The head was committed";
    this.coordinator = coordinator.value();
    this.version = head.version();
    this.endedAt = now;
  }

  RoundRow(GroupId group, RoundAccount account, Instant now) {
    this.groupId = group.value();
    this.round = account.report().round();
    this.epoch = account.report().epoch();
    this.endedAt = now;
    tell(account);
  }

  final void tell(RoundAccount account) {
    outcome = account.report().outcome();
    cause = account.report().cause();
    coordinator = account.nodeId().value();
    counted = JSON.writeValueAsString(account.report().counted());
    missing = JSON.writeValueAsString(account.report().missing());
    updateBytes = text(account.report().updateBytes());
    phases = text(account.report().phases());
    work = text(account.report().work());
    duration = account.duration();
  }

  private static @Nullable String text(@Nullable Object figures) {
    return figures == null ? null : JSON.writeValueAsString(figures);
  }

  void complete(Head head, Instant now) {
    outcome = COMPLETED;
    version = head.version();
    endedAt = now;
  }

  boolean hasHead() {
    return version != null;
  }

  RoundEntry toEntry() {
    return new RoundEntry(
        id == null ? 0 : id,
        round,
        epoch,
        outcome,
        cause,
        new NodeId(coordinator),
        read(counted, new TypeReference<List<NodeId>>() {}),
        read(missing, new TypeReference<Map<String, String>>() {}),
        version,
        duration,
        endedAt,
        read(updateBytes, new TypeReference<UpdateBytes>() {}),
        read(phases, new TypeReference<RoundPhases>() {}),
        read(work, new TypeReference<Map<String, MemberWork>>() {}));
  }

  private static <T> @Nullable T read(@Nullable String text, TypeReference<T> type) {
    return text == null ? null : JSON.readValue(text, type);
  }
}
