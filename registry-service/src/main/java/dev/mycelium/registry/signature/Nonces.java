package dev.mycelium.registry.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The nonces that each key used lately, so that none is used twice. Bounded: of a key that signs
 * too much, and of keys beyond the {@value #KEYS} heard last, it remembers only a time, and takes
 * nothing any more that was created until then. Kept in memory: after a restart it takes nothing
 * that was created before the start, so that what was recorded earlier cannot be sent again.
 * Several registries on one database do not know each other's.
 */
@Component
class Nonces {
  /** How far {@code created} and the registry's clock may lie apart. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** An agent sends a request a second at most, but for a few when it starts. */
  static final int OF_ONE_KEY = 256;

  static final int KEYS = 100_000;

  private final Clock clock;
  private Instant forgotten;

  private final Map<String, Used> keys =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Used> eldest) {
          return size() > KEYS && forget(eldest.getValue());
        }
      };

  /** What a nonce is found to be. */
  enum Use {
    FIRST,
    AGAIN,
    /** So old that it may have been used and forgotten. */
    TOO_OLD
  }

  Nonces(Clock clock) {
    this.clock = clock;
    this.forgotten = clock.instant().minusSeconds(1);
  }

  /** Uses a nonce; the signature that bears it was verified, or anybody could use them up. */
  synchronized Use use(String key, String nonce, Instant created) {
    return keys.computeIfAbsent(key, unknown -> new Used(forgotten))
        .add(nonce, created, clock.instant().minus(WINDOW));
  }

  /** No later than now: who signs ahead of time must not shut others out. */
  private boolean forget(Used eldest) {
    Instant latest = eldest.latest();
    Instant now = clock.instant();
    Instant until = latest.isAfter(now) ? now : latest;
    forgotten = until.isAfter(forgotten) ? until : forgotten;
    return true;
  }

  /** The nonces of one key. */
  private static final class Used {
    private final Set<String> nonces = new HashSet<>();
    private final PriorityQueue<Nonce> byAge = new PriorityQueue<>();
    private Instant forgotten;
    private Instant latest;

    Used(Instant forgotten) {
      this.forgotten = forgotten;
      this.latest = forgotten;
    }

    Instant latest() {
      return latest;
    }

    Use add(String nonce, Instant created, Instant windowBegin) {
      while (!byAge.isEmpty() && byAge.peek().created().isBefore(windowBegin)) {
        nonces.remove(byAge.remove().value());
      }
      if (nonces.contains(nonce)) {
        return Use.AGAIN;
      }
      if (!created.isAfter(forgotten)) {
        return Use.TOO_OLD;
      }
      nonces.add(nonce);
      byAge.add(new Nonce(created, nonce));
      latest = created.isAfter(latest) ? created : latest;
      if (nonces.size() > OF_ONE_KEY) {
        Nonce oldest = byAge.remove();
        nonces.remove(oldest.value());
        forgotten = oldest.created();
      }
      return Use.FIRST;
    }
  }

  private record Nonce(Instant created, String value) implements Comparable<Nonce> {
    @Override
    public int compareTo(Nonce other) {
      return created.compareTo(other.created);
    }
  }
}
