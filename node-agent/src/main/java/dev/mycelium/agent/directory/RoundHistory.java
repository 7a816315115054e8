package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.RoundEntry;
import java.util.ArrayList;
import java.util.List;

/** How the rounds of groups went, as the registry knows it. */
public final class RoundHistory {
  private static final int PAGE = 1000;

  private final RegistryHttp http;

  public RoundHistory(RegistryAccess access) {
    http = new RegistryHttp(requireNonNull(access, "access"));
  }

  /** All attempts with ids above {@code after}, in the order in which they ended. */
  public List<RoundEntry> of(GroupId group, long after) {
    List<RoundEntry> entries = new ArrayList<>();
    long last = after;
    while (true) {
      List<RoundEntry> page = page(group, last);
      entries.addAll(page);
      if (page.size() < PAGE) {
        return entries;
      }
      last = page.get(PAGE - 1).id();
    }
  }

  private List<RoundEntry> page(GroupId group, long after) {
    String path =
        "/groups/%s/rounds?after=%d&limit=%d"
            .formatted(UrlPath.encoded(group.value()), after, PAGE);
    return List.of(http.get(path).expect("list of rounds", RoundEntry[].class));
  }
}
