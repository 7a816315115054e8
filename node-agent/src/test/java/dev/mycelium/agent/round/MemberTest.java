package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.mycelium.agent.aggregation.Scaffold;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Offer;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.round.RoundOutcome.Superseded;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real members on threads of their own beside a real coordinator. */
class MemberTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path state;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();
  private CoordinatedGroup group;

  @BeforeEach
  void begin() {
    group = CoordinatedGroup.on(state, A, B);
  }

  @AfterEach
  void end() throws InterruptedException {
    stop.set(true);
    group.close();
    for (Thread thread : threads) {
      thread.join(SOON.toMillis());
    }
  }

  /**
   * Rate 1/2 leads a over half of the way to (8, 0) in its one step, b over 7/8 of the way to (0,
   * 4) in its three; weighted 1 : 3, the average stands still where 1/8 (8, 0) + 21/32 (0, 4) =
   * 25/32 w.
   */
  @Test
  void settleWhereTheirUpdatesCancelOut() throws InterruptedException {
    start(A, new QuadraticLearner(1, 8, 0), new Seen());
    Seen seen = start(B, new QuadraticLearner(3, 0, 4), new Seen());

    await().atMost(SOON).until(() -> seen.newest() >= 10);
    end();

    Head head = seen.heads.get(seen.heads.size() - 1);
    float[] values = new float[2];
    group.payloads.get(head.sha()).orElseThrow().model().read(0, values, 2);
    assertThat(values[0]).isCloseTo(32f / 25, within(1e-4f));
    assertThat(values[1]).isCloseTo(84f / 25, within(1e-4f));
  }

  /** As above under SCAFFOLD, whose members remember: they settle at the mean of their optima. */
  @Test
  void rememberWhatTheirTrainingLeftForTheNext() throws InterruptedException {
    group.close();
    ChainedHeads heads = new ChainedHeads();
    StrategySpec.Scaffold scaffold = new StrategySpec.Scaffold(1.0);
    CoordinatedGroup.Rule rule = new CoordinatedGroup.Rule(scaffold, new Scaffold(scaffold));
    group = new CoordinatedGroup(state.resolve("scaffold"), heads, rule, heads.grant(A), A, B);
    start(A, new QuadraticLearner(1, 8, 0), new Seen());
    Seen seen = start(B, new QuadraticLearner(3, 0, 4), new Seen());

    await().atMost(SOON).until(() -> seen.newest() >= 40);
    end();

    Head head = seen.heads.get(seen.heads.size() - 1);
    float[] values = new float[2];
    group.payloads.get(head.sha()).orElseThrow().model().read(0, values, 2);
    assertThat(values).containsExactly(new float[] {4, 2}, within(1e-3f));
  }

  @Test
  void scoreEachHeadThatTheyLearnOf() {
    start(A, new QuadraticLearner(1, 8, 0), new Seen());
    Seen seen = start(B, new QuadraticLearner(1, 0, 4), new Seen());

    await().atMost(SOON).until(() -> seen.scored.size() >= 3);

    List<Long> scored = List.copyOf(seen.scored);
    assertThat(scored).isSubsetOf(seen.heads.stream().map(Head::version).toList()).isSorted();
  }

  @Test
  void trainFromHeadsThatNobodyCommittedButNeitherScoreNorAdoptThem() {
    await().atMost(SOON).until(() -> group.heads.head() != null);
    group.heads.goAway();
    Seen seen = start(A, new QuadraticLearner(1, 8, 0), new Seen());
    start(B, new QuadraticLearner(1, 0, 4), new Seen());
    await().atMost(SOON).until(() -> seen.trained.size() >= 4);

    assertThat(seen.heads).extracting(Head::version).containsOnly(0L);
    assertThat(seen.scored).containsOnly(0L);
  }

  @Test
  void tellWhyTrainingFailedAndServeOn() {
    start(A, new QuadraticLearner(1, 1, 1), new Seen());
    Seen seen = start(B, new Troubled(Trouble.LEARNING), new Seen());

    RoundOutcome outcome = group.outcome();

    RoundOutcome.Completed completed = (RoundOutcome.Completed) outcome;
    assertThat(completed.counted()).containsExactly(A);
    assertThat(completed.missing())
        .isEqualTo(Map.of(B, "java.lang.IllegalStateException (the node's own log says more)"));
    await().atMost(SOON).until(() -> seen.failures.contains("no number: 63,male"));
    assertThat(threads).allMatch(Thread::isAlive);
  }

  @Test
  void surviveAHeadThatTheyCannotScore() {
    start(A, new QuadraticLearner(1, 1, 1), new Seen());
    Seen seen = start(B, new Troubled(Trouble.SCORING), new Seen());

    await().atMost(SOON).until(() -> seen.newest() >= 2);

    assertThat(seen.scored).isEmpty();
  }

  @Test
  void keepHeadsWithoutDataOfTheirOwn() {
    start(A, new QuadraticLearner(1, 1, 1), new Seen());
    Seen seen = start(B, null, new Seen());

    await().atMost(SOON).until(() -> seen.newest() >= 2);

    assertThat(seen.trained).isEmpty();
  }

  @Test
  void reportOnlyCommittedHeadsAsHeld() {
    Seen seen = start(B, new QuadraticLearner(1, 1, 1), new Seen());
    RoundManifest manifest = group.called(A, 0);
    group.heads.grant(B);

    group.submit(manifest, A, payload(3, 3), 1);

    assertThat(group.outcome()).as("b held the candidate").isInstanceOf(Superseded.class);
    assertThat(seen.held).containsExactly(manifest.head().sha());
  }

  @Test
  void noticeThatTheCoordinatorIsGone() throws InterruptedException {
    Seen seen = start(B, new QuadraticLearner(1, 1, 1), new Seen());
    group.close();

    threads.get(0).join(SOON.toMillis());

    assertThat(seen.lost).isTrue();
  }

  @Test
  void giveUpTrainingWhenAskedToStop() throws InterruptedException {
    Seen seen = start(B, new Troubled(Trouble.ENDLESS), new Seen());
    await().atMost(SOON).until(() -> !seen.trained.isEmpty());

    stop.set(true);
    threads.get(0).join(SOON.toMillis());

    assertThat(threads.get(0).isAlive()).isFalse();
    assertThat(seen.failures).isEmpty();
  }

  private Seen start(NodeId node, Learner learner, Seen seen) {
    MemberMemory memory =
        MemberMemory.of(node, CoordinatedGroup.GROUP, state.resolve(node.value()));
    LocalTraining training =
        LocalTraining.of(
            learner, CoordinatedGroup.spec().federation().updates(), group.blobs, memory);
    Member member = new Member(node, training, group.blobs, group.journal::referenced, seen);
    Thread thread =
        new Thread(
            () -> {
              try {
                member.serve(new LocalCoordination(group.coordinator()), stop::get);
              } catch (CoordinatorLostException e) {
                seen.lost = true;
              }
            },
            node.value());
    threads.add(thread);
    thread.start();
    return seen;
  }

  /** What a member told. */
  private static final class Seen implements MemberListener {
    final List<Sha256> held = new CopyOnWriteArrayList<>();
    final List<Head> heads = new CopyOnWriteArrayList<>();
    final List<Long> scored = new CopyOnWriteArrayList<>();
    final List<Long> trained = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    volatile boolean lost;

    long newest() {
      return heads.isEmpty() ? -1 : heads.get(heads.size() - 1).version();
    }

    @Override
    public void holds(Sha256 blob) {
      held.add(blob);
    }

    @Override
    public void training(RoundManifest manifest) {
      trained.add(manifest.round());
    }

    @Override
    public void submitted(RoundManifest manifest, LocalUpdate update) {}

    @Override
    public void failed(RoundManifest manifest, String cause) {
      failures.add(cause);
    }

    @Override
    public void committed(Head head) {
      heads.add(head);
    }

    @Override
    public void scored(Head head, Evaluation evaluation) {
      scored.add(head.version());
    }

    @Override
    public void adopted(Head head) {}
  }

  private enum Trouble {
    LEARNING,
    SCORING,
    ENDLESS
  }

  /** A learner that can't do one thing. */
  private record Troubled(Trouble trouble, QuadraticLearner able) implements Learner {

    Troubled(Trouble trouble) {
      this(trouble, new QuadraticLearner(1, 1, 1));
    }

    @Override
    public Offer offer() {
      return able.offer();
    }

    @Override
    public Payload initial(long seed) {
      return payload(0, 0);
    }

    @Override
    public LocalUpdate learn(Assignment work, Cancellation stop) {
      if (trouble == Trouble.LEARNING) {
        throw new IllegalStateException("no number: 63,male");
      }
      if (trouble == Trouble.ENDLESS) {
        await().atMost(SOON).until(stop::isRequested);
      }
      return able.learn(work, stop);
    }

    @Override
    public Evaluation evaluate(Payload head, Split split) {
      if (trouble == Trouble.SCORING) {
        throw DivergedException.inEvaluation(Double.NaN);
      }
      return able.evaluate(head, split);
    }

    @Override
    public void close() {}
  }
}
