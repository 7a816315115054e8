package dev.mycelium.registry.idempotency;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does a write once. The key is claimed, the work done and the answer kept in one transaction: who
 * comes at the same moment waits for its end, and after a crash there is all of it or nothing.
 */
@Component
@EnableConfigurationProperties(IdempotencySettings.class)
class Once {
  private final KeptReplies rows;
  private final TransactionTemplate transaction;
  private final IdempotencySettings settings;
  private final Clock clock;

  Once(
      KeptReplies rows,
      PlatformTransactionManager transactions,
      IdempotencySettings settings,
      Clock clock) {
    this.rows = rows;
    this.transaction = new TransactionTemplate(transactions);
    this.settings = settings;
    this.clock = clock;
  }

  /** The answer of {@code work}, or that of the last time. */
  Answer answer(KeyedRequest request, Supplier<Answer> work) {
    try {
      return transaction.execute(status -> inTransaction(request, work, status));
    } catch (ClaimedMeanwhile other) {
      return transaction.execute(status -> inTransaction(request, work, status));
    }
  }

  private Answer inTransaction(
      KeyedRequest request, Supplier<Answer> work, TransactionStatus status) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Optional<KeptReply> kept = rows.findById(request.keyHash());
    if (kept.isPresent() && !kept.get().isOlderThan(now.minus(settings.retention()))) {
      return kept.get().replay(request);
    }
    kept.ifPresent(old -> rows.forget(request.keyHash()));
    claim(request, now);
    Answer answer = work.get();
    if (answer.isKept()) {
      String sealed = KeptReply.seal(request, now).close(answer.body());
      rows.keep(request.keyHash(), answer.status(), answer.contentType(), sealed);
    } else {
      status.setRollbackOnly();
    }
    return answer;
  }

  private void claim(KeyedRequest request, Instant now) {
    try {
      rows.claim(request.keyHash(), request.requestHash(), now);
    } catch (DataIntegrityViolationException taken) {
      throw new ClaimedMeanwhile(taken);
    }
  }

  /** Another transaction committed the same key first; its answer can be read now. */
  private static final class ClaimedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimedMeanwhile(Throwable cause) {
      super("idempotency key: claimed meanwhile", cause);
    }
  }
}
