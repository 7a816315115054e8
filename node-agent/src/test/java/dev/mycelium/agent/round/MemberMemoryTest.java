package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.GROUP;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.aggregation.Scaffold;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.round.CoordinatedGroup.Rule;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member keeps of its training, and when. */
class MemberMemoryTest {
  private static final StrategySpec.Scaffold SCAFFOLD = new StrategySpec.Scaffold(1.0);
  private static final LongFunction<Optional<RoundReport>> NO_REPORT = round -> Optional.empty();
  private static final Payload FIRST = payload(1, 2);
  private static final Payload SECOND = payload(3, 4);

  @TempDir Path state;

  @Test
  void standsOnceTheReportCountsTheMemberAndSurvivesARestart() {
    memory().offer(manifest(3), FIRST);
    assertThat(memory().payload()).isNull();

    memory().settle(head(3), reports(report(3, head(3), A, B)));

    assertThat(memory().payload()).isEqualTo(FIRST);
    memory().offer(manifest(4), SECOND);
    assertThat(memory().payload()).isEqualTo(FIRST);
  }

  @Test
  void isForgottenIfTheHeadWasMadeWithoutTheMember() {
    memory().offer(manifest(3), FIRST);

    memory().settle(head(3), reports(report(3, head(3), B)));

    memory().settle(head(4), reports(report(3, head(3), A)));
    assertThat(memory().payload()).isNull();
  }

  @Test
  void isForgottenIfTheRoundMadeNoHead() {
    memory().offer(manifest(3), FIRST);

    memory().settle(manifest(4), reports(report(3, null, A, B)));

    assertThat(memory().payload()).isNull();
  }

  @Test
  void countsWithoutAReportIfThatAttemptMadeTheHead() {
    memory().offer(manifest(3), FIRST);
    memory().accept();
    memory().settle(head(3), NO_REPORT);
    memory().offer(manifest(4), SECOND);
    memory().settle(head(6), NO_REPORT);

    assertThat(memory().payload()).isEqualTo(FIRST);
  }

  /** The upload broke off, and the round was closed without it. */
  @Test
  void isForgottenWithoutAReportIfNobodySaidThatTheUpdateWasTaken() {
    memory().offer(manifest(3), FIRST);
    memory().accept();
    memory().offer(manifest(4), SECOND);

    memory().settle(head(4), NO_REPORT);

    assertThat(memory().payload()).isNull();
  }

  @Test
  void waitsWhileItsRoundIsOpen() {
    memory().offer(manifest(3), FIRST);

    memory().accept();
    memory().settle(head(2), NO_REPORT);
    memory().settle(manifest(3), NO_REPORT);

    memory().settle(head(3), NO_REPORT);
    assertThat(memory().payload()).isEqualTo(FIRST);
  }

  @Test
  void isForgottenIfTheUpdateWasRefused() {
    memory().offer(manifest(3), FIRST);
    memory().accept();

    memory().withdraw();

    memory().settle(head(3), NO_REPORT);
    assertThat(memory().payload()).isNull();
  }

  @Test
  void isForgottenInAnotherGroup() {
    memory().offer(manifest(3), FIRST);
    memory().accept();
    memory().settle(head(3), NO_REPORT);

    MemberMemory other = MemberMemory.of(A, new GroupId("group-2"), state);

    assertThat(other.payload()).isNull();
    assertThat(memory().payload()).isNull();
  }

  @Test
  void beginsAnewWhereTheDiskDamagedIt() throws IOException {
    memory().offer(manifest(3), FIRST);
    memory().accept();
    memory().settle(head(3), NO_REPORT);
    try (Stream<Path> files = Files.walk(state.resolve("memory"))) {
      Files.writeString(files.filter(Files::isRegularFile).findFirst().orElseThrow(), "rubbish");
    }

    assertThat(memory().payload()).isNull();
  }

  /**
   * Unlike FedAvg, SCAFFOLD rests at the mean of the members' optima though they take one, three
   * and two steps. Node c is restarted after each round, and misses every fourth one.
   */
  @Test
  void leadsUnlikeMembersToTheirCommonOptimum() {
    ChainedHeads heads = new ChainedHeads();
    Rule rule = new Rule(SCAFFOLD, new Scaffold(SCAFFOLD));
    try (CoordinatedGroup group =
        new CoordinatedGroup(state, heads, rule, heads.grant(A), A, B, C)) {
      LocalTraining a = training(group, A, new QuadraticLearner(1, 8, 0));
      LocalTraining b = training(group, B, new QuadraticLearner(3, 0, 4));
      Head head = null;
      for (int round = 1; round <= 15; round++) {
        RoundManifest manifest = group.called(A, round - 1);
        answer(group, a, A, manifest);
        answer(group, b, B, manifest);
        if (round % 4 == 0) {
          group.passDeadline();
        } else {
          answer(group, training(group, C, new QuadraticLearner(2, 4, 8)), C, manifest);
        }
        head = group.hold(B, manifest.head());
      }

      float[] model = values(group, head, "model");
      assertThat(model).containsExactly(new float[] {4, 4}, within(1e-3f));
    }
  }

  private LocalTraining training(CoordinatedGroup group, NodeId node, QuadraticLearner learner) {
    Path own = state.resolve(node.value());
    return LocalTraining.of(
        learner,
        CoordinatedGroup.spec().federation().updates(),
        group.blobs,
        MemberMemory.of(node, GROUP, own));
  }

  private static void answer(
      CoordinatedGroup group, LocalTraining training, NodeId node, RoundManifest manifest) {
    training.memory().settle(manifest, new LocalCoordination(group.coordinator())::report);
    LocalTraining.Answer answer = training.answer(manifest, Cancellation.never());
    assertThat(group.coordinator().submit(answer.submission(node)))
        .isEqualTo(new Receipt.Accepted());
  }

  private static float[] values(CoordinatedGroup group, Head head, String section) {
    Tensors tensors = group.payloads.get(head.sha()).orElseThrow().section(section);
    float[] values = new float[tensors.elements()];
    tensors.read(0, values, values.length);
    return values;
  }

  private MemberMemory memory() {
    return MemberMemory.of(A, GROUP, state);
  }

  private static LongFunction<Optional<RoundReport>> reports(RoundReport report) {
    return round -> Optional.of(report).filter(known -> known.round() == round);
  }

  private static RoundReport report(long round, @Nullable Head head, NodeId... counted) {
    return new RoundReport(round, 2, "an outcome", "a cause", List.of(counted), Map.of(), head);
  }

  /** Made by that round in epoch 2. */
  private static Head head(long round) {
    Sha256 sha = new Sha256("%064x".formatted(round));
    return new Head(round, new Sha256("%064x".formatted(round - 1)), sha, 2, round);
  }

  private static RoundManifest manifest(long round) {
    return new RoundManifest(
        1,
        GROUP,
        round,
        2,
        head(round - 1),
        CoordinatedGroup.spec().training(),
        SCAFFOLD,
        java.time.Instant.EPOCH,
        1,
        List.of(A, B),
        2);
  }
}
