package dev.mycelium.registry.retention;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Discards what is expendable from time to time, in small transactions. */
@Component
public class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** A transaction of so many deletions takes some milliseconds on an embedded file. */
  private static final int ROWS = 500;

  /** What is left then is discarded next time. */
  private static final int TRANSACTIONS = 200;

  private final List<Expendable> kinds;
  private final Clock clock;

  Retention(List<Expendable> kinds, Clock clock) {
    this.kinds = List.copyOf(kinds);
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${retention.period:PT10M}", initialDelayString = "PT1M")
  public void discard() {
    kinds.forEach(this::discard);
  }

  /** One kind that cannot be discarded holds up no other. */
  private void discard(Expendable kind) {
    long gone = 0;
    try {
      int some;
      int transactions = 0;
      do {
        some = kind.discard(clock.instant(), ROWS);
        gone += some;
      } while (some > 0 && ++transactions < TRANSACTIONS);
    } catch (RuntimeException failure) {
      LOG.warn("{} not discarded, trying again later", kind.what(), failure);
    }
    if (gone > 0) {
      LOG.info("{} discarded: {}", kind.what(), gone);
    }
  }
}
