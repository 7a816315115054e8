package dev.mycelium.registry.event;

import dev.mycelium.wire.event.NetworkEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An event as it lies in the log. Rows are only ever added. */
@Entity
@Table(name = "events")
class EventRow {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  private Instant at;
  private String kind;
  private String subjects;
  private String reason;
  private String figures;

  @Column(name = "node_id")
  private @Nullable String nodeId;

  @Column(name = "group_id")
  private @Nullable String groupId;

  @Column(name = "from_group")
  private @Nullable String fromGroup;

  @SuppressWarnings("NullAway.Init")
  protected EventRow() {}

  EventRow(Fact fact, Instant at) {
    this.at = at;
    this.kind = fact.kind().text();
    this.subjects = JSON.writeValueAsString(fact.subjects());
    this.reason = fact.reason();
    this.figures = JSON.writeValueAsString(fact.figures());
    this.nodeId = fact.subjects().get("node_id");
    this.groupId = fact.subjects().get("group_id");
    this.fromGroup = fact.subjects().get("from_group");
  }

  NetworkEvent toEvent() {
    return new NetworkEvent(
        id == null ? 0 : id,
        at,
        kind,
        JSON.readValue(subjects, new TypeReference<Map<String, String>>() {}),
        reason,
        JSON.readValue(figures, new TypeReference<Map<String, Double>>() {}));
  }
}
