package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.event.Events;
import dev.mycelium.wire.event.NetworkEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log as JSON: page by page, and only what a reader asks for. */
@OnEveryDatabase
class EventListTest {
  private final RunningRegistry registry;
  private long before;
  private String moved;
  private String left;
  private String joined;
  private String second;

  EventListTest(Engine engine) {
    registry = engine.shared();
  }

  @BeforeEach
  void tell() {
    before = newest();
    Story story = new Story(registry);
    left = story.group(2);
    joined = story.group(2);
    moved = story.memberOf(left);
    story.join(moved, joined);
    second = story.memberOf(joined);
  }

  @Test
  void tellsEverythingOldestFirst() {
    assertThat(told("?after=" + before))
        .filteredOn(this::isOurs)
        .extracting(NetworkEvent::kind)
        .containsExactly(
            "group_created",
            "group_created",
            "node_registered",
            "node_joined",
            "node_moved",
            "node_registered",
            "node_joined");
  }

  @Test
  void goesOnAfterTheLastIdOfAPage() {
    List<NetworkEvent> all = new ArrayList<>();
    for (List<NetworkEvent> page = page(before); !page.isEmpty(); page = page(last(all))) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      all.addAll(page);
    }

    assertThat(all).filteredOn(this::isOurs).hasSize(7);
    assertThat(all)
        .extracting(NetworkEvent::id)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(id -> id > before);
  }

  @Test
  void findsWhatAnEventIsAbout() {
    assertThat(kinds("?node_id=" + moved))
        .containsExactly("node_registered", "node_joined", "node_moved");
    assertThat(kinds("?kind=node_moved&group_id=" + joined)).containsExactly("node_moved");
    assertThat(kinds("?kind=no_such_kind")).isEmpty();
  }

  @Test
  void tellsAMoveToBothGroups() {
    assertThat(kinds("?group_id=" + left))
        .containsExactly("group_created", "node_joined", "node_moved");
    assertThat(kinds("?group_id=" + joined))
        .containsExactly("group_created", "node_moved", "node_joined");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0 | limit: 0 (expected: 1 to 1000)",
        "limit=1001 | limit: 1001 (expected: 1 to 1000)",
        "after=-1 | after: -1 (expected: at least 0)",
        "after=x | after: x (expected: a whole number)",
      })
  void refusesAPageThatIsNone(String query, String detail) {
    Reply reply = registry.get("/events?" + query);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("detail")).isEqualTo(detail);
  }

  private long newest() {
    return registry.bean(Events.class).after(0, Integer.MAX_VALUE).stream()
        .mapToLong(NetworkEvent::id)
        .max()
        .orElse(0);
  }

  private List<String> kinds(String query) {
    return told(query).stream().map(NetworkEvent::kind).toList();
  }

  private List<NetworkEvent> page(long after) {
    return told("?limit=3&after=" + after);
  }

  private List<NetworkEvent> told(String query) {
    return List.of(registry.get("/events" + query).as(NetworkEvent[].class));
  }

  private static long last(List<NetworkEvent> events) {
    return events.get(events.size() - 1).id();
  }

  /** The registry is shared: meanwhile others' nodes expire. */
  private boolean isOurs(NetworkEvent event) {
    return Stream.of(left, joined, moved, second).anyMatch(event.subjects()::containsValue);
  }
}
