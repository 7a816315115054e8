package dev.mycelium.registry.idempotency;

import dev.mycelium.registry.retention.Expendable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Answers whose key may be used anew. */
@Component
class OldReplies implements Expendable {
  private final KeptReplies rows;
  private final IdempotencySettings settings;

  OldReplies(KeptReplies rows, IdempotencySettings settings) {
    this.rows = rows;
    this.settings = settings;
  }

  @Override
  public String what() {
    return "old idempotency keys";
  }

  @Override
  @Transactional
  public int discard(Instant now, int atMost) {
    Instant before = now.minus(settings.retention());
    return rows.forgetBefore(ChronoUnit.MICROS.between(Instant.EPOCH, before), atMost);
  }
}
