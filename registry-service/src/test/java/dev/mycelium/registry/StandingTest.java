package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.performance.StandingEntry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How well a group does follows from what its members measured. */
@OnEveryDatabase
class StandingTest {
  private final RunningRegistry registry;
  private final Story story;
  private final String group;
  private final String first;
  private final String second;

  StandingTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
    group = story.group(5);
    first = story.memberOf(group);
    second = story.memberOf(group);
  }

  @Test
  void weighsScoresByTheirExamples() {
    story.score(first, 0.8, 300, 4);
    story.score(second, 0.4, 100, 4);

    GroupView view = story.view(group);
    assertThat(view.performanceMetric()).isCloseTo(0.7, within(1e-12));
    assertThat(view.standing().headVersion()).isEqualTo(4);
    assertThat(view.standing().examples()).isEqualTo(400);
  }

  @Test
  void countsOnlyScoresOfTheNewestHead() {
    story.score(first, 0.8, 300, 4);
    story.score(second, 0.4, 100, 5);
    assertThat(story.view(group).performanceMetric()).isEqualTo(0.4);

    story.score(first, 0.6, 300, 5);

    assertThat(story.view(group).performanceMetric()).isCloseTo(0.55, within(1e-12));
  }

  @Test
  void ignoresScoresOfVersionsThatDoNotExist() {
    story.offer(first, null);
    story.commit(group, new Story.Candidate(first, null, Story.sha("0"), 1));

    story.score(first, 0.5, 10, 0);
    story.score(second, 1.0, 10, Long.MAX_VALUE);

    assertThat(story.view(group).performanceMetric()).isEqualTo(0.5);
  }

  @Test
  void forgetsTheScoreOfAMemberThatLeft() {
    story.score(first, 0.8, 300, 4);
    story.score(second, 0.4, 100, 4);

    story.join(first, story.group(2));

    assertThat(story.view(group).performanceMetric()).isEqualTo(0.4);
    assertThat(story.view(group).standing().examples()).isEqualTo(100);
  }

  @Test
  void showsAClaimOnlyUntilSomethingIsMeasured() {
    registry.put("/groups/" + group + "/performance", "{\"metric\": 0.99}");
    assertThat(story.view(group).performanceMetric()).isEqualTo(0.99);

    story.score(first, 0.5, 10, 0);

    assertThat(story.view(group).performanceMetric()).isEqualTo(0.5);
    assertThat(story.view(group).standing().claimed()).isEqualTo(0.99);
  }

  @Test
  void keepsOneStepOfHistoryForEachChange() {
    story.score(first, 0.5, 10, 0);
    story.score(first, 0.5, 10, 0);
    story.score(second, 0.5, 10, 0);
    story.score(first, 0.25, 10, 1);

    assertThat(history(""))
        .extracting(StandingEntry::standing)
        .containsExactly(
            new Standing(0.5, 0L, 10, null),
            new Standing(0.5, 0L, 20, null),
            new Standing(0.25, 1L, 10, null));
  }

  @Test
  void keepsOneStepOfHistoryForAClaimThatIsRepeated() {
    String claim = "{\"metric\": 0.25}";
    registry.put("/groups/" + group + "/performance", claim);
    registry.put("/groups/" + group + "/performance", claim);

    assertThat(history(""))
        .extracting(StandingEntry::standing)
        .containsExactly(new Standing(null, null, 0, 0.25));
  }

  @Test
  void tellsTheHistoryPageByPage() {
    story.score(first, 0.5, 10, 0);
    story.score(first, 0.25, 10, 1);
    story.score(first, 0.75, 10, 2);
    List<StandingEntry> all = history("");

    assertThat(history("?limit=2")).isEqualTo(all.subList(0, 2));
    assertThat(history("?limit=2&after=" + all.get(1).id())).isEqualTo(all.subList(2, 3));
    assertThat(registry.get("/groups/none/performance").status()).isEqualTo(404);
  }

  @Test
  void showsEachMembersOwnScore() {
    story.score(first, 0.5, 10, 0);

    List<MemberView> members =
        List.of(registry.get("/groups/" + group + "/members").as(MemberView[].class));

    assertThat(members).hasSize(2);
    assertThat(find(members, first).score().value()).isEqualTo(0.5);
    assertThat(find(members, second).score()).isNull();
    assertThat(registry.get("/nodes/" + first).json().get("local_performance").asDouble())
        .isEqualTo(0.5);
  }

  @Test
  void listsKnownStandingsFirstAndTheBestOfThemFirst() {
    String better = story.group(2);
    story.score(story.memberOf(better), -0.1, 10, 0);
    String worse = story.group(2);
    story.score(story.memberOf(worse), -0.2, 10, 0);
    String unknown = story.group(2);

    List<String> listed =
        Arrays.stream(registry.get("/groups").as(GroupView[].class))
            .map(view -> view.groupId().value())
            .toList();

    assertThat(listed).containsSubsequence(better, worse, unknown);
  }

  private List<StandingEntry> history(String query) {
    return List.of(
        registry.get("/groups/" + group + "/performance" + query).as(StandingEntry[].class));
  }

  private static MemberView find(List<MemberView> members, String node) {
    return members.stream()
        .filter(member -> member.nodeId().value().equals(node))
        .findFirst()
        .orElseThrow();
  }
}
