package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.round.Head;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A version is committed once, by the holder of the term. */
@OnEveryDatabase
class HeadRaceTest {
  private final RunningRegistry registry;
  private final Story story;
  private final String group;
  private final String coordinator;

  HeadRaceTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
    group = story.group(5);
    coordinator = story.memberOf(group);
    story.offer(coordinator, null);
  }

  @Test
  void commitsOneOfManyCandidatesForEachVersion() throws Exception {
    String parent = null;
    for (int version = 0; version < 3; version++) {
      String follows = parent;
      String round = "version " + version + " candidate ";
      List<Reply> replies = Crowd.of(16, i -> () -> propose(follows, Story.sha(round + i), 1));
      assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
      assertThat(replies.stream().filter(reply -> reply.status() == 409)).hasSize(15);
      parent = story.view(group).head().sha().hex();
    }

    List<Head> heads = List.of(registry.get("/groups/" + group + "/heads").as(Head[].class));
    assertThat(heads).extracting(Head::version).containsExactly(0L, 1L, 2L);
    assertThat(IntStream.range(1, 3))
        .allMatch(i -> heads.get(i).parentSha().equals(heads.get(i - 1).sha()));
    assertThat(registry.events(group).stream().filter("head_committed"::equals)).hasSize(3);
  }

  /**
   * A hundred trials over three databases: the term passes on while the one whose term it was still
   * commits.
   */
  @Test
  void neverSplitsAVersionBetweenTwoThatClaimTheGroup() throws Exception {
    List<String> claimants = List.of(coordinator, story.memberOf(group));
    propose(null, Story.sha("0"), 1);
    for (int trial = 1; trial <= 34; trial++) {
      String old = claimants.get((trial + 1) % 2);
      String next = claimants.get(trial % 2);
      String parent = story.view(group).head().sha().hex();
      long epoch = trial;
      String late = Story.sha("late " + trial);
      Story.Candidate stale = new Story.Candidate(old, parent, late, epoch);
      Story.Candidate fresh =
          new Story.Candidate(next, parent, Story.sha("fresh " + trial), epoch + 1);

      List<Reply> replies =
          Crowd.of(
              2, i -> () -> i == 0 ? story.propose(group, stale) : takesOver(old, next, fresh));

      assertThat(replies).as("trial %d", trial).filteredOn(r -> r.status() == 200).hasSize(1);
      assertThat(story.propose(group, stale).status())
          .as("trial %d, afterwards", trial)
          .isEqualTo(replies.get(0).status());
    }
    List<Head> heads = List.of(registry.get("/groups/" + group + "/heads").as(Head[].class));
    assertThat(heads).extracting(Head::version).doesNotHaveDuplicates().hasSize(35);
  }

  private Reply takesOver(String old, String next, Story.Candidate fresh) {
    story.beat(old, "{\"offers_coordination\": false}");
    story.offer(next, fresh.parent());
    return story.propose(group, fresh);
  }

  @Test
  void answersTheSameProposalTheSame() {
    Reply first = propose(null, Story.sha("a"), 1);
    Reply again = propose(null, Story.sha("a"), 1);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(first.as(Head.class).version()).isZero();
  }

  @Test
  void refusesAParentThatIsNotTheHeadAndNamesTheHead() {
    propose(null, Story.sha("a"), 1);

    Reply refused = propose(Story.sha("x"), Story.sha("b"), 1);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("type")).isEqualTo("urn:mycelium:problem:stale-parent");
    assertThat(refused.text("head_sha")).isEqualTo(Story.sha("a"));
    assertThat(refused.json().get("head_version").asLong()).isZero();
  }

  @Test
  void refusesAnEpochThatIsOverAndNamesTheCurrentOne() {
    String successor = story.memberOf(group);
    propose(null, Story.sha("a"), 1);
    story.beat(coordinator, "{\"offers_coordination\": false}");
    story.offer(successor, Story.sha("a"));

    Reply refused = propose(Story.sha("a"), Story.sha("b"), 1);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("type")).isEqualTo("urn:mycelium:problem:stale-epoch");
    assertThat(refused.json().get("epoch").asLong()).isEqualTo(2);
    assertThat(refused.text("coordinator_id")).isEqualTo(successor);
    assertThat(story.view(group).head().sha().hex()).isEqualTo(Story.sha("a"));
  }

  @Test
  void refusesSomebodyElseUnderTheCurrentEpoch() {
    String other = story.memberOf(group);

    Reply refused = story.propose(group, new Story.Candidate(other, null, Story.sha("a"), 1));

    assertThat(refused.text("type")).isEqualTo("urn:mycelium:problem:stale-epoch");
    assertThat(registry.get("/groups/" + group + "/heads").body()).isEqualTo("[]");
  }

  private Reply propose(String parent, String sha, long epoch) {
    return story.propose(group, new Story.Candidate(coordinator, parent, sha, epoch));
  }
}
