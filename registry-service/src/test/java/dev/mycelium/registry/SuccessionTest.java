package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.Coordinator;
import dev.mycelium.wire.node.HeartbeatReply;
import org.junit.jupiter.api.Test;

/** Who coordinates, and who comes next. */
@OnEveryDatabase
class SuccessionTest {
  private static final String HEAD = Story.sha("head 0");

  private final RunningRegistry registry;
  private final Story story;
  private final String group;
  private final String first;
  private final String second;
  private final String third;

  SuccessionTest(Engine engine) {
    registry = engine.shared();
    story = new Story(registry);
    group = story.group(5);
    first = story.memberOf(group);
    second = story.memberOf(group);
    third = story.memberOf(group);
  }

  @Test
  void standsStillUntilSomebodyOffersToCoordinate() {
    HeartbeatReply quiet = story.beat(first, "{}");
    HeartbeatReply offering = story.offer(first, null);
    HeartbeatReply other = story.offer(second, null);

    assertThat(quiet.coordinator()).isNull();
    assertThat(quiet.condition().code()).isEqualTo("NO_COORDINATOR");
    assertThat(offering.condition()).isNull();
    assertThat(offering.coordinator().nodeId().value()).isEqualTo(first);
    assertThat(offering.coordinator().address()).isEqualTo("localhost:8080");
    assertThat(offering.coordinator().epoch()).isEqualTo(1);
    assertThat(other.coordinator()).isEqualTo(offering.coordinator());
  }

  @Test
  void prefersAMemberThatHoldsTheHead() {
    commitHeadByFirst();
    story.offer(second, HEAD);
    registry.delete("/nodes/" + first);

    HeartbeatReply without = story.offer(third, null);
    HeartbeatReply with = story.offer(second, HEAD);

    assertThat(without.coordinator()).isNull();
    assertThat(with.coordinator())
        .isEqualTo(new Coordinator(with.coordinator().nodeId(), "localhost:8080", 2));
    assertThat(with.coordinator().nodeId().value()).isEqualTo(second);
    assertThat(registry.events(group))
        .contains("coordinator_granted", "head_committed", "coordinator_vacated");
  }

  @Test
  void takesNoHeadFromAMemberWhoseBeatItsCommitOvertook() {
    commitHeadByFirst();
    story.commit(group, new Story.Candidate(first, HEAD, Story.sha("head 1"), 1));

    story.beat(first, "{\"holds\": \"%s\", \"round\": 1}".formatted(HEAD));
    int afterALateBeat = story.view(group).headHolders();
    story.beat(first, "{\"holds\": \"%s\", \"round\": 2}".formatted(HEAD));

    assertThat(afterALateBeat).isEqualTo(1);
    assertThat(story.view(group).headHolders()).as("it lost the head later").isZero();
  }

  @Test
  void takesAMemberWithoutTheHeadWhenNoWillingOneHoldsIt() {
    commitHeadByFirst();
    story.beat(second, "{\"holds\": \"%s\", \"offers_coordination\": false}".formatted(HEAD));
    registry.delete("/groups/" + group + "/members/" + first);

    HeartbeatReply reply = story.offer(third, null);

    assertThat(reply.coordinator().nodeId().value()).isEqualTo(third);
    assertThat(reply.coordinator().epoch()).isEqualTo(2);
  }

  @Test
  void endsTheTermOfACoordinatorThatMovesAway() {
    story.offer(first, null);

    story.join(first, story.group(2));

    assertThat(story.view(group).coordinator()).isNull();
    assertThat(story.offer(second, null).coordinator().epoch()).isEqualTo(2);
  }

  @Test
  void goesOnAboveTheHighestEpochThatAnyMemberSaw() {
    story.beat(second, "{\"epoch\": 41}");

    HeartbeatReply reply = story.offer(first, null);

    assertThat(reply.coordinator().epoch()).isEqualTo(42);
  }

  @Test
  void refusesAnEpochThatNobodyCanHaveSeen() {
    Reply refused =
        registry.post("/nodes/" + first + "/heartbeat", "{\"epoch\": 9223372036854775807}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("field")).isEqualTo("epoch");
  }

  @Test
  void acceptsTheEpochsThatItGrantsAfterAReportAtTheBound() {
    story.beat(second, "{\"epoch\": 1000000000000}");

    long granted = story.offer(first, null).coordinator().epoch();
    story.beat(first, "{\"epoch\": %d, \"offers_coordination\": false}".formatted(granted));
    HeartbeatReply next =
        story.beat(third, "{\"epoch\": %d, \"offers_coordination\": true}".formatted(granted));

    assertThat(next.coordinator().nodeId().value()).isEqualTo(third);
    assertThat(next.coordinator().epoch()).isEqualTo(granted + 1);
  }

  private void commitHeadByFirst() {
    story.offer(first, null);
    story.commit(group, new Story.Candidate(first, null, HEAD, 1));
  }
}
