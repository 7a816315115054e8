package dev.mycelium.registry.idempotency;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface KeptReplies extends Repository<KeptReply, String> {
  Optional<KeptReply> findById(String keyHash);

  /** Fails with a constraint violation if another transaction claimed the key meanwhile. */
  @Modifying
  @Query(
      "insert into KeptReply (keyHash, requestHash, keptAt)"
          + " values (:keyHash, :requestHash, :keptAt)")
  void claim(String keyHash, String requestHash, Instant keptAt);

  @Modifying
  @Query(
      "update KeptReply r set r.status = :status, r.contentType = :contentType,"
          + " r.sealed = :sealed where r.keyHash = :keyHash")
  void keep(String keyHash, int status, String contentType, String sealed);

  @Modifying(clearAutomatically = true)
  @Query("delete from KeptReply r where r.keyHash = :keyHash")
  void forget(String keyHash);

  /** {@code before} in microseconds. */
  @Modifying
  @NativeQuery(
      "delete from idempotency_keys where key_hash in (select key_hash from idempotency_keys"
          + " where kept_at < :before order by kept_at limit :atMost)")
  int forgetBefore(long before, int atMost);
}
