package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.HeadVerdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which head is the best one, what becomes of worse ones, and when a group stops early. */
@OnEveryDatabase
class HeadQualityTest {
  private final RunningRegistry registry;
  private final Story story;
  private String group;
  private String[] members;
  private @Nullable String newest;

  HeadQualityTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
  }

  @Test
  void followsTheBestHead() {
    found("\"rollback\": {\"tolerance\": 0.05}");
    commit("v0");
    scores(0, 0.5, 0.6, 0.7);
    commit("v1");
    scores(1, 0.6, 0.7, 0.8);
    commit("v2");
    scores(2, 0.58, 0.68, 0.78);

    GroupView view = story.view(group);

    assertThat(view.best().version()).isEqualTo(1);
    assertThat(view.best().sha().hex()).isEqualTo(Story.sha("v1"));
    assertThat(view.best().metric()).isCloseTo(0.7, within(1e-12));
    assertThat(view.best().members()).isEqualTo(3);
    assertThat(view.verdict())
        .isEqualTo(
            new HeadVerdict(
                2,
                HeadVerdict.AS_GOOD,
                "Version 2 scores 0.6800, version 1 scored 0.7000 with the same 3 of 3 members"));
    assertThat(view.finalHead()).isNull();
  }

  @Test
  void rollsBackWhatBecameWorseAndSaysWhy() {
    found("\"rollback\": {\"tolerance\": 0.05}");
    commit("v0");
    scores(0, 0.5, 0.6, 0.7);
    commit("v1");
    scores(1, 0.4, 0.7, 0.6);

    HeadVerdict worse = story.view(group).verdict();
    commit("v0");
    HeadVerdict restored = story.view(group).verdict();
    scores(2, 0.1, 0.2, 0.3);

    assertThat(worse.verdict()).isEqualTo(HeadVerdict.WORSE);
    assertThat(worse.version()).isEqualTo(1);
    assertThat(restored)
        .isEqualTo(
            new HeadVerdict(
                2, HeadVerdict.ROLLED_BACK, "Version 2 is version 0 again: " + worse.cause()));
    assertThat(story.view(group).verdict().verdict()).isEqualTo(HeadVerdict.AS_GOOD);
    assertThat(registry.events(group)).containsOnlyOnce("head_worse", "head_rolled_back");
  }

  @Test
  void leavesAGroupThatAsksForNoRollbackAlone() {
    found("\"over_selection\": 0.1");
    commit("v0");
    scores(0, 0.5, 0.6, 0.7);
    commit("v1");
    scores(1, 0.1, 0.1, 0.1);

    assertThat(story.view(group).verdict().verdict()).isEqualTo(HeadVerdict.AS_GOOD);
    assertThat(registry.events(group)).doesNotContain("head_worse");
  }

  @Test
  void isNotMovedByOneMemberThatLies() {
    found("\"rollback\": {\"tolerance\": 0.05}");
    commit("v0");
    scores(0, 0.5, 0.6, 0.7);
    commit("v1");
    story.score(members[0], -1e6, 1_000_000_000, 1);
    story.score(members[1], 0.6, 100, 1);
    story.score(members[2], 0.7, 100, 1);

    assertThat(story.view(group).verdict().verdict()).isEqualTo(HeadVerdict.AS_GOOD);
  }

  @Test
  void stopsAGroupOnAPlateauAndSaysWhy() {
    found("\"early_stopping\": {\"patience\": 2, \"min_delta\": 0.01}");
    commit("v0");
    scores(0, 0.5, 0.6, 0.7);
    commit("v1");
    scores(1, 0.505, 0.605, 0.705);
    GroupView going = story.view(group);
    commit("v2");
    scores(2, 0.508, 0.608, 0.708);

    GroupView stopped = story.view(group);

    assertThat(going.finalHead()).isNull();
    assertThat(going.condition()).isNull();
    assertThat(stopped.finalHead().version()).isEqualTo(2);
    assertThat(stopped.best().version()).isZero();
    assertThat(stopped.condition().code()).isEqualTo("RESTING");
    assertThat(stopped.condition().advice())
        .startsWith("No head after version 0 was better for 2 versions: Version 2 scores 0.5580");
    assertThat(registry.events(group)).containsOnlyOnce("group_stopped_early");
  }

  @Test
  void namesTheHeadAfterTheLastRound() {
    found("\"num_rounds\": 1");
    commit("v0");
    GroupView before = story.view(group);
    commit("v1");

    GroupView after = story.view(group);

    assertThat(before.finalHead()).isNull();
    assertThat(after.finalHead()).isEqualTo(after.head());
    assertThat(after.condition().code()).isEqualTo("RESTING");
  }

  @Test
  void saysThatARuleWaitsForMoreMembers() {
    found("\"num_rounds\": 1", "{\"name\": \"krum\", \"attackers\": 1}");
    GroupView waiting = story.view(group);
    story.memberOf(group);
    story.memberOf(group);

    assertThat(waiting.condition().code()).isEqualTo("TOO_FEW_MEMBERS");
    assertThat(waiting.condition().advice()).startsWith("3 members (expected: at least 5 ");
    assertThat(story.view(group).condition()).isNull();
  }

  @Test
  void measuresTheBestHeadByThoseWhoAreThere() {
    found("\"rollback\": {\"tolerance\": 0.05}");
    commit("v0");
    scores(0, 0.5, 0.6, 0.7);

    registry.delete("/groups/" + group + "/members/" + members[2]);

    BestHead best = story.view(group).best();
    assertThat(best.metric()).isCloseTo(0.55, within(1e-12));
    assertThat(best.members()).isEqualTo(2);
  }

  @Test
  void refusesWhatNobodyCouldScore() {
    String spec =
        settings("\"rollback\": {\"tolerance\": 0.05}")
            .replace("\"fraction_evaluate\": 1.0", "\"fraction_evaluate\": 0.0");

    Reply reply = registry.post("/groups", creation(spec));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).contains("fraction_evaluate", "rollback and early_stopping");
  }

  private void found(String setting) {
    found(setting, "{\"name\": \"fedavg\"}");
  }

  private void found(String setting, String strategy) {
    String spec = settings(setting).replace("{\"name\": \"fedavg\"}", strategy);
    group = registry.post("/groups", creation(spec)).text("group_id");
    members = new String[] {story.memberOf(group), story.memberOf(group), story.memberOf(group)};
    story.offer(members[0], null);
  }

  private static String creation(String spec) {
    return "{\"model_type\": \"mlp\", \"dataset_name\": \"digits\", \"spec\": %s}".formatted(spec);
  }

  private static String settings(String setting) {
    return setting.startsWith("\"num_rounds\"")
        ? Story.SPEC.replace("\"num_rounds\": null", setting)
        : Story.SPEC.replace("\"num_rounds\": null", "\"num_rounds\": null, " + setting);
  }

  private void commit(String content) {
    String sha = Story.sha(content);
    story.commit(group, new Story.Candidate(members[0], newest, sha, 1));
    newest = sha;
  }

  private void scores(long version, double... values) {
    for (int i = 0; i < values.length; i++) {
      story.score(members[i], values[i], 100, version);
    }
  }
}
