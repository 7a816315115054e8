package dev.mycelium.registry.network;

import dev.mycelium.wire.Expect;
import dev.mycelium.wire.Page;
import dev.mycelium.wire.node.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a list in the order of its ids: the one order that stays while a caller turns pages,
 * for metrics and heartbeats change all the time.
 *
 * @param after id after which it begins; empty is the beginning
 * @param limit most rows of it
 */
record IdPage(String after, int limit) {
  private static final int CHUNK = 1000;

  IdPage {
    after = after.isEmpty() ? after : Expect.text(after, "after", NodeId.LONGEST);
    Expect.inRange(limit, "limit", 1, Page.EVERYTHING);
  }

  /** Empty if the caller asks for no page. */
  static Optional<IdPage> of(@Nullable String after, @Nullable Integer limit) {
    return after == null && limit == null
        ? Optional.empty()
        : Optional.of(
            new IdPage(after == null ? "" : after, limit == null ? Page.EVERYTHING : limit));
  }

  /** The first {@code limit} of {@code rows} that are {@code wanted}. */
  <T> List<T> read(Rows<T> rows, Function<T, String> id, Predicate<T> wanted) {
    List<T> found = new ArrayList<>();
    List<T> chunk = rows.after(after, CHUNK);
    while (!chunk.isEmpty()) {
      chunk.stream().filter(wanted).limit(limit - found.size()).forEach(found::add);
      boolean done = found.size() == limit || chunk.size() < CHUNK;
      chunk = done ? List.of() : rows.after(id.apply(chunk.get(chunk.size() - 1)), CHUNK);
    }
    return found;
  }

  /** Rows in the order of their ids. */
  interface Rows<T> {
    List<T> after(String id, int limit);
  }
}
