package dev.mycelium.agent.migration;

import static dev.mycelium.agent.migration.SomeGroups.SPEC;
import static dev.mycelium.agent.migration.SomeGroups.aGroup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.ModelSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CandidatesTest {
  private static final Candidates ANY_MODEL =
      new Candidates(QuadraticLearner.task(2), "digits", null);

  static Stream<SomeGroups> unfit() {
    GroupSpec otherShape =
        new GroupSpec(QuadraticLearner.task(3), SPEC.model(), SPEC.training(), SPEC.federation());
    return Stream.of(
        aGroup("full").full(),
        aGroup("invite-only").inviteOnly(),
        aGroup("other-data").of("letters"),
        aGroup("other-shape").spec(otherShape),
        aGroup("of-an-old-client").spec(null),
        aGroup("nobody-holds-its-head").withoutHolder());
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void passOverGroupsInWhichANodeCannotLearn(SomeGroups unfit) {
    GroupView view = unfit.measured(0.99).view();

    assertThat(ANY_MODEL.among(List.of(view))).as(view.groupId().value()).isEmpty();
  }

  @Test
  void takeAGroupThatHasNoHeadYet() {
    assertThat(ANY_MODEL.among(List.of(aGroup("new").withoutHead().view()))).hasSize(1);
  }

  @Test
  void takeOnlyTheModelThatWasAskedFor() {
    Candidates wide =
        new Candidates(QuadraticLearner.task(2), "digits", new ModelSpec.Mlp(List.of(200)));

    assertThat(wide.among(List.of(aGroup("linear").view()))).isEmpty();
  }

  @Test
  void orderByWhatWasMeasuredThenById() {
    List<GroupView> groups =
        Stream.of(
                aGroup("claims").claimed(0.99),
                aGroup("b").measured(0.5),
                aGroup("best").measured(0.7),
                aGroup("a").measured(0.5))
            .map(SomeGroups::view)
            .toList();

    assertThat(ANY_MODEL.among(groups))
        .extracting(GroupView::groupId)
        .extracting(GroupId::value)
        .containsExactly("best", "a", "b", "claims");
  }
}
