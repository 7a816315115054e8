package dev.mycelium.agent.migration;

import static dev.mycelium.agent.migration.SomeGroups.aGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdSelectorTest {
  private static final GroupId HOME = new GroupId("home");
  private static final Candidates CANDIDATES =
      new Candidates(QuadraticLearner.task(2), "digits", null);
  private static final ThresholdSelector ABSOLUTE =
      new ThresholdSelector(0.25, ThresholdMode.ABSOLUTE);

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  static Stream<SomeGroups> unfit() {
    return CandidatesTest.unfit();
  }

  @Test
  void staysExactlyAtTheBarAndMovesJustAboveIt() {
    assertThat(decide(ABSOLUTE, 0.5, aGroup("other").measured(0.75))).isNull();
    assertThat(decide(ABSOLUTE, 0.5, aGroup("other").measured(Math.nextUp(0.75))))
        .isEqualTo("other");
  }

  @Test
  void readsARelativeThresholdAsAShareOfTheOwnScore() {
    ThresholdSelector relative = new ThresholdSelector(0.25, ThresholdMode.RELATIVE);

    assertThat(decide(relative, 0.5, aGroup("other").measured(0.625))).isNull();
    assertThat(decide(relative, 0.5, aGroup("other").measured(0.626))).isEqualTo("other");
    assertThat(decide(relative, -4.0, aGroup("other").measured(-3.0))).isNull();
    assertThat(decide(relative, -4.0, aGroup("other").measured(-2.9))).isEqualTo("other");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverStaysForAHigherMetricOnceItMoved(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ThresholdMode mode = ThresholdMode.values()[random.nextInt(2)];
    ThresholdSelector selector = new ThresholdSelector(random.nextDouble(), mode);
    double own = random.nextDouble(-1, 1);
    double metric = random.nextDouble(-1, 3);

    boolean moved = decide(selector, own, aGroup("other").measured(metric)) != null;
    boolean movedForMore =
        decide(selector, own, aGroup("other").measured(metric + random.nextDouble())) != null;

    assertThat(movedForMore || !moved).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverWantsBackByTheScoresThatMadeItMove(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double here = random.nextDouble();
    double there = random.nextDouble();

    boolean goes = decide(ABSOLUTE, here, aGroup("other").measured(there)) != null;
    boolean returns = decide(ABSOLUTE, there, aGroup("other").measured(here)) != null;

    assertThat(goes && returns).isFalse();
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void neverChoosesAGroupInWhichItCannotLearn(SomeGroups unfit) {
    assertThat(decide(ABSOLUTE, 0.1, unfit.measured(0.99))).isNull();
  }

  @Test
  void isNotLuredByClaims() {
    assertThat(decide(ABSOLUTE, 0.1, aGroup("boaster").claimed(0.99))).isNull();
  }

  @Test
  void neverChoosesItsOwnGroup() {
    assertThat(decide(ABSOLUTE, 0.1, aGroup("home").measured(0.99))).isNull();
  }

  @Test
  void staysUntilItHasAScoreOfItsOwn() {
    assertThat(decide(ABSOLUTE, null, aGroup("other").measured(0.99))).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void choosesTheSameAmongEqualsInAnyOrder(int seed) {
    List<GroupView> groups =
        new ArrayList<>(
            Stream.of("c", "a", "b").map(id -> aGroup(id).measured(0.9).view()).toList());
    Collections.shuffle(groups, new Random(seed));

    MigrationDecision decision = ABSOLUTE.decide(new SelectionView(HOME, 0.1, groups, CANDIDATES));

    assertThat(((MigrationDecision.Move) decision).to()).isEqualTo(new GroupId("a"));
  }

  @Test
  void saysByWhichFiguresItDecided() {
    MigrationDecision decision =
        ABSOLUTE.decide(
            new SelectionView(
                HOME, 0.5, List.of(aGroup("other").measured(0.875).view()), CANDIDATES));

    assertThat(decision.figures())
        .containsEntry("own_score", 0.5)
        .containsEntry("group_metric", 0.875)
        .containsEntry("bar", 0.75);
    assertThat(decision.reason()).contains("0.8750").contains("0.7500");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAThresholdThatMeansNothing(double threshold) {
    assertThatThrownBy(() -> new ThresholdSelector(threshold, ThresholdMode.ABSOLUTE))
        .hasMessage("threshold: " + threshold + " (expected: >= 0)");
  }

  private static @Nullable String decide(
      ThresholdSelector selector, @Nullable Double own, SomeGroups other) {
    MigrationDecision decision =
        selector.decide(new SelectionView(HOME, own, List.of(other.view()), CANDIDATES));
    return decision instanceof MigrationDecision.Move move ? move.to().value() : null;
  }
}
