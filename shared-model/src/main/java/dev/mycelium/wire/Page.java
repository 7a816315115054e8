package dev.mycelium.wire;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a list that grows at its end, as query parameters ask for it.
 *
 * @param after id after which it begins; 0 is the beginning
 * @param limit most rows of it
 */
public record Page(long after, int limit) {
  /** What a caller gets that names no limit: everything, as far as one answer can hold it. */
  public static final int EVERYTHING = 100_000;

  public Page {
    Expect.atLeast(after, "after", 0);
    Expect.inRange(limit, "limit", 1, EVERYTHING);
  }

  public static Page of(@Nullable Long after, @Nullable Integer limit) {
    return new Page(after == null ? 0 : after, limit == null ? EVERYTHING : limit);
  }
}
