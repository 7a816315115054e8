package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.HeartbeatReply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does with a group leaves it and its members in a stated state. */
@OnEveryDatabase
class GroupUpkeepTest {
  private final RunningRegistry registry;
  private final Story story;
  private String group;
  private String member;

  GroupUpkeepTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
  }

  @BeforeEach
  void letOneCoordinate() {
    group = story.group(3);
    member = story.memberOf(group);
    story.offer(member, null);
  }

  @Test
  void takesNeitherJoinsNorRoundsWhilePaused() {
    assertThat(become("paused").status()).isEqualTo(200);

    Reply join = story.tryJoin(story.node(), group);
    assertThat(join.status()).isEqualTo(409);
    assertThat(join.text("type")).isEqualTo("urn:mycelium:problem:group-paused");
    assertThat(propose("a", 1).status()).isEqualTo(409);
    GroupView view = story.view(group);
    assertThat(view.state()).isEqualTo(GroupActivity.PAUSED);
    assertThat(view.condition().code()).isEqualTo("PAUSED");
    assertThat(view.memberCount()).isEqualTo(1);
    HeartbeatReply reply = story.offer(member, null);
    assertThat(reply.coordinator()).isNull();
    assertThat(reply.condition().code()).isEqualTo("PAUSED");
  }

  @Test
  void goesOnInANewTermAfterThePause() {
    become("paused");
    become("active");

    assertThat(story.offer(member, null).coordinator().epoch()).isEqualTo(2);
    assertThat(propose("a", 1).status()).isEqualTo(409);
    assertThat(propose("a", 2).status()).isEqualTo(200);
    assertThat(story.tryJoin(story.node(), group).status()).isEqualTo(200);
  }

  @Test
  void writesAPauseOnce() {
    become("paused");
    become("paused");
    become("active");
    become("active");

    assertThat(registry.events(group))
        .containsSubsequence("coordinator_vacated", "group_paused", "group_resumed")
        .containsOnlyOnce("group_paused", "group_resumed");
  }

  @Test
  void keepsFoundersAwayFromAPausedGroup() {
    String founding =
        """
        {"model_type": "mlp", "dataset_name": "pausing", "if_none_compatible": true, "spec": %s}
        """
            .formatted(Story.SPEC);
    String first = registry.post("/groups", founding).text("group_id");
    registry.put("/groups/" + first + "/state", "{\"state\": \"paused\"}");

    assertThat(registry.post("/groups", founding).status()).isEqualTo(200);
    assertThat(listed("?dataset_name=pausing&state=paused")).containsExactly(first);
    assertThat(listed("?dataset_name=pausing&state=active")).hasSize(1).doesNotContain(first);
  }

  @Test
  void givesNoFewerPlacesThanAreTaken() {
    story.memberOf(group);

    Reply refused = resize(1);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("detail"))
        .isEqualTo("max_capacity: 1 (expected: at least 2, the members)");
    assertThat(refused.json().get("member_count").asInt()).isEqualTo(2);
    assertThat(refused.json().get("capacity").asInt()).isEqualTo(3);
    assertThat(resize(2).status()).isEqualTo(200);
    assertThat(story.tryJoin(story.node(), group).status()).isEqualTo(400);
    assertThat(story.view(group).maxCapacity()).isEqualTo(2);
  }

  @Test
  void neverHoldsMoreThanItsPlacesWhileSomeJoinAndOneShrinksIt() throws Exception {
    String large = story.group(16);
    List<String> nodes = Stream.generate(story::node).limit(15).toList();

    Crowd.of(
        16,
        i ->
            () ->
                i == 15
                    ? registry.put("/groups/" + large + "/capacity", "{\"max_capacity\": 4}")
                    : story.tryJoin(nodes.get(i), large));

    GroupView view = story.view(large);
    assertThat(view.memberCount()).isLessThanOrEqualTo(view.maxCapacity());
    assertThat(registry.get("/groups/" + large + "/members").json()).hasSize(view.memberCount());
  }

  @Test
  void freesTheMembersOfADeletedGroup() {
    story.score(member, 0.5, 10, 0);
    propose("a", 1);

    assertThat(registry.delete("/groups/" + group).text("status")).isEqualTo("deleted");

    assertThat(registry.get("/groups/" + group).status()).isEqualTo(404);
    assertThat(registry.get("/groups/" + group + "/heads").status()).isEqualTo(404);
    assertThat(registry.get("/groups/" + group + "/performance").status()).isEqualTo(404);
    assertThat(registry.get("/nodes/" + member).json().get("current_group_id").isNull()).isTrue();
    assertThat(registry.events(member)).endsWith("node_left_group");
    assertThat(registry.events(group)).contains("group_deleted", "node_left_group");
    assertThat(story.beat(member, "{}").groupId()).isNull();
    assertThat(registry.delete("/groups/" + group).status()).isEqualTo(404);
    assertThat(story.tryJoin(member, story.group(1)).status()).isEqualTo(200);
  }

  @Test
  void leavesNobodyInAGroupThatIsDeletedWhileManyJoin() throws Exception {
    String doomed = story.group(32);
    List<String> nodes = Stream.generate(story::node).limit(15).toList();

    List<Reply> replies =
        Crowd.of(
            16,
            i ->
                () ->
                    i == 15
                        ? registry.delete("/groups/" + doomed)
                        : story.tryJoin(nodes.get(i), doomed));

    assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 404);
    for (String node : nodes) {
      assertThat(registry.get("/nodes/" + node).json().get("current_group_id").isNull()).isTrue();
    }
  }

  @Test
  void refusesAStateThatIsNone() {
    assertThat(become("sleeping").text("detail"))
        .isEqualTo("state: \"sleeping\" (expected: active or paused)");
    assertThat(registry.put("/groups/none/state", "{\"state\": \"paused\"}").status())
        .isEqualTo(404);
  }

  private Reply become(String state) {
    return registry.put("/groups/" + group + "/state", "{\"state\": \"%s\"}".formatted(state));
  }

  private Reply resize(int capacity) {
    return registry.put(
        "/groups/" + group + "/capacity", "{\"max_capacity\": %d}".formatted(capacity));
  }

  private Reply propose(String content, long epoch) {
    return story.propose(group, new Story.Candidate(member, null, Story.sha(content), epoch));
  }

  private List<String> listed(String query) {
    return registry
        .get("/groups" + query)
        .json()
        .valueStream()
        .map(view -> view.get("group_id").asString())
        .toList();
  }
}
