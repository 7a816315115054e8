package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.group.Members;
import dev.mycelium.wire.group.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Places under concurrency: never one too many, never one miscounted. */
@OnEveryDatabase
class JoinRaceTest {
  private static final long SEED = 20261122;

  private final RunningRegistry registry;
  private final Story story;

  JoinRaceTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
  }

  @Test
  void letsExactlyOneOfManyTakeTheLastPlace() throws Exception {
    String group = story.group(3);
    story.memberOf(group);
    story.memberOf(group);
    List<String> nodes = Stream.generate(story::node).limit(64).toList();

    List<Reply> replies = Crowd.of(64, i -> () -> story.tryJoin(nodes.get(i), group));

    assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
    assertThat(replies.stream().filter(reply -> reply.status() == 400))
        .hasSize(63)
        .allMatch(reply -> reply.text("detail").equals("Group at capacity"));
    assertThat(story.view(group).memberCount()).isEqualTo(3);
    assertThat(members(group)).hasSize(3);
  }

  @Test
  void countsRightWhileNodesJoinMoveAndLeaveAtOnce() throws Exception {
    List<String> groups = List.of(story.group(3), story.group(4), story.group(2));
    List<String> nodes = Stream.generate(story::node).limit(12).toList();

    Crowd.of(12, i -> () -> wander(nodes.get(i), groups, new SplittableRandom(SEED + i)));

    List<String> seated = new ArrayList<>();
    for (String group : groups) {
      assertThat(story.view(group).memberCount())
          .as("seed %d", SEED)
          .isEqualTo(members(group).size())
          .isLessThanOrEqualTo(story.view(group).maxCapacity());
      seated.addAll(members(group));
    }
    assertThat(seated).as("seed %d", SEED).doesNotHaveDuplicates();
  }

  private int wander(String node, List<String> groups, SplittableRandom random) {
    int accepted = 0;
    for (int step = 0; step < 15; step++) {
      String group = groups.get(random.nextInt(groups.size()));
      Reply reply =
          random.nextInt(4) == 0
              ? registry.delete("/groups/" + group + "/members/" + node)
              : story.tryJoin(node, group);
      assertThat(reply.status()).as(reply.body()).isIn(200, 400, 404);
      accepted += reply.status() == 200 ? 1 : 0;
    }
    return accepted;
  }

  private List<String> members(String group) {
    return registry.bean(Members.class).of(new GroupId(group)).stream()
        .map(member -> member.node().value())
        .toList();
  }
}
