package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.event.NetworkEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What happened in the network and why, as the registry wrote it down. */
public final class EventLog {
  private static final int PAGE = 1000;

  private final RegistryHttp http;

  public EventLog(RegistryAccess access) {
    http = new RegistryHttp(requireNonNull(access, "access"));
  }

  /**
   * Tells the events with ids above {@code after}, oldest first, page by page.
   *
   * @param most tells no more than so many
   * @return the id of the last one that was told, else {@code after}
   */
  public long tell(EventQuery query, long after, long most, Consumer<NetworkEvent> reader) {
    long last = after;
    long told = 0;
    while (told < most) {
      int limit = (int) Math.min(PAGE, most - told);
      List<NetworkEvent> page = page(query, last, limit);
      page.forEach(reader);
      told += page.size();
      if (page.size() < limit) {
        return page.isEmpty() ? last : page.get(page.size() - 1).id();
      }
      last = page.get(page.size() - 1).id();
    }
    return last;
  }

  /** All there are, oldest first. */
  public List<NetworkEvent> all(EventQuery query) {
    List<NetworkEvent> events = new ArrayList<>();
    long unused = tell(query, 0, Long.MAX_VALUE, events::add);
    return events;
  }

  private List<NetworkEvent> page(EventQuery query, long after, int limit) {
    String path = "/events?after=%d&limit=%d%s".formatted(after, limit, query.text());
    return List.of(http.get(path).expect("list of events", NetworkEvent[].class));
  }
}
