package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long lists come in pages to who asks for them; everybody else gets all, as ever. */
@OnEveryDatabase
class PagingTest {
  private static RunningRegistry registry;
  private static String group;
  private static String member;

  PagingTest(Engine engine) {}

  @BeforeParameterizedClassInvocation
  static void fill(Engine engine) {
    registry = RunningRegistry.on(engine.empty());
    Story story = new Story(registry);
    group = story.group(2);
    Stream.generate(() -> story.group(2)).limit(6).forEach(id -> {});
    member = story.memberOf(group);
    Stream.generate(story::node).limit(6).forEach(id -> {});
    registry.delete("/nodes/" + story.node());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({"/groups, group_id, 7", "/nodes, node_id, 8"})
  void turnsPagesToTheEnd(String list, String id, int size) {
    List<String> all = ids(list, id);
    List<String> paged = new ArrayList<>(ids(list + "?limit=3", id));
    for (List<String> page = paged; !page.isEmpty(); ) {
      page = ids(list + "?limit=3&after=" + page.get(page.size() - 1), id);
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      paged.addAll(page);
    }

    assertThat(all).hasSize(size);
    assertThat(paged).isSorted().containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void filtersWithinAPage() {
    assertThat(ids("/nodes?limit=1&status=LEFT", "node_id")).hasSize(1);
    assertThat(ids("/nodes?limit=5&group_id=" + group, "node_id")).containsExactly(member);
    assertThat(ids("/groups?limit=2&dataset_name=digits", "group_id")).hasSize(2);
    assertThat(ids("/groups?limit=2&dataset_name=other", "group_id")).isEmpty();
  }

  @Test
  void filtersNodesWithoutAPage() {
    assertThat(ids("/nodes?status=LEFT", "node_id")).hasSize(1);
    assertThat(ids("/nodes?status=ONLINE", "node_id")).hasSize(7);
    assertThat(ids("/nodes?group_id=" + group, "node_id")).containsExactly(member);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/groups?limit=0 | limit: 0 (expected: 1 to 100000)",
        "/nodes?limit=100001 | limit: 100001 (expected: 1 to 100000)",
        "/nodes?after=a%00b | after: \"a?b\" (expected: no control characters)",
        "/groups?after=a%00b | after: \"a?b\" (expected: no control characters)",
        "/events?kind=a%00b | kind: \"a?b\" (expected: no control characters)",
        "/nodes?limit=ten | limit: ten (expected: a whole number)",
        "/nodes?status=AWAY | status: AWAY (expected: ONLINE or SUSPECT or OFFLINE or LEFT)",
      })
  void refusesWhatIsNoPage(String path, String detail) {
    Reply reply = registry.get(path);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("detail")).isEqualTo(detail);
  }

  private static List<String> ids(String path, String name) {
    return registry.get(path).json().valueStream().map(row -> row.get(name).asString()).toList();
  }
}
