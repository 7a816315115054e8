package dev.mycelium.registry.idempotency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The answer to a write that was done. Without one the row is a claim, seen by nobody else. */
@Entity
@Table(name = "idempotency_keys")
class KeptReply {
  @Id
  @Column(name = "key_hash")
  private String keyHash;

  @Column(name = "request_hash")
  private String requestHash;

  private @Nullable Integer status;

  @Column(name = "content_type")
  private @Nullable String contentType;

  private @Nullable String sealed;

  @Column(name = "kept_at")
  private Instant keptAt;

  @SuppressWarnings("NullAway.Init")
  protected KeptReply() {}

  boolean isOlderThan(Instant limit) {
    return keptAt.isBefore(limit);
  }

  /** The answer that was given, if this is the request to which it was given. */
  Answer replay(KeyedRequest request) {
    if (!requestHash.equals(request.requestHash())
        || status == null
        || contentType == null
        || sealed == null) {
      throw KeyReusedException.of();
    }
    return new Answer(status, contentType, seal(request, keptAt).open(sealed), true);
  }

  static Seal seal(KeyedRequest request, Instant keptAt) {
    return new Seal(request.secret(ChronoUnit.MICROS.between(Instant.EPOCH, keptAt)));
  }
}
