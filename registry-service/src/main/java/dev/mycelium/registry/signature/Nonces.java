package dev.mycelium.registry.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The nonces that each key used lately, so that none is used twice. Bounded: of a key that signs
 * too much, and of the keys heard longest ago where there are more than {@value #KEYS} of them or
 * {@value #ALL} nonces, it remembers only a time, and takes nothing any more that was created until
 * then. That time is never later than a second ago: {@code created} counts whole seconds, and who
 * signs ahead of time must not shut others out. What was created later and forgotten all the same
 * could be sent once more. Kept in memory: after a restart it takes nothing from more than a second
 * before the start, so that what was recorded earlier cannot be sent again. Several registries on
 * one database do not know each other's.
 */
@Component
class Nonces {
  /** How far {@code created} and the registry's clock may lie apart. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** An agent sends a request a second at most, but for a few when it starts. */
  static final int OF_ONE_KEY = 256;

  static final int KEYS = 100_000;

  /** At most 300 bytes each, so that a registry of 512 MB keeps room for its work. */
  static final int ALL = 200_000;

  private final Clock clock;

  /** The key heard longest ago comes first. */
  private final Map<String, Used> keys = new LinkedHashMap<>(16, 0.75f, true);

  private int remembered;
  private Instant forgotten;

  /** What a nonce is found to be. */
  enum Use {
    FIRST,
    AGAIN,
    /** So old that it may have been used and forgotten. */
    TOO_OLD
  }

  Nonces(Clock clock) {
    this.clock = clock;
    this.forgotten = secondAgo(clock.instant());
  }

  /** Uses a nonce; the signature that bears it was verified, or anybody could use them up. */
  synchronized Use use(String key, String nonce, Instant created) {
    Instant now = clock.instant();
    Used used = keys.computeIfAbsent(key, unknown -> new Used(forgotten));
    remembered -= used.size();
    Use use = used.add(nonce, created, now.minus(WINDOW));
    remembered += used.size();
    forgetKeys(now);
    return use;
  }

  synchronized int remembered() {
    return remembered;
  }

  private void forgetKeys(Instant now) {
    Iterator<Used> eldestFirst = keys.values().iterator();
    while (keys.size() > KEYS || remembered > ALL) {
      Used eldest = eldestFirst.next();
      eldestFirst.remove();
      remembered -= eldest.size();
      forgotten = later(forgotten, earlier(eldest.latest(), secondAgo(now)));
    }
  }

  private static Instant secondAgo(Instant now) {
    return now.minusSeconds(1);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isAfter(other) ? other : one;
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

    int size() {
      return nonces.size();
    }

    Use add(String nonce, Instant created, Instant windowBegin) {
      while (!byAge.isEmpty() && byAge.peek().created().isBefore(windowBegin)) {
        forgetOldest();
      }
      if (nonces.contains(nonce)) {
        return Use.AGAIN;
      }
      if (!created.isAfter(forgotten)) {
        return Use.TOO_OLD;
      }
      nonces.add(nonce);
      byAge.add(new Nonce(created, nonce));
      latest = later(latest, created);
      if (nonces.size() > OF_ONE_KEY) {
        forgetOldest();
      }
      return Use.FIRST;
    }

    /** Also one that is too old: its request may have been found timely a moment ago. */
    private void forgetOldest() {
      Nonce oldest = byAge.remove();
      nonces.remove(oldest.value());
      forgotten = later(forgotten, oldest.created());
    }
  }

  private record Nonce(Instant created, String value) implements Comparable<Nonce> {
    @Override
    public int compareTo(Nonce other) {
      return created.compareTo(other.created);
    }
  }
}
