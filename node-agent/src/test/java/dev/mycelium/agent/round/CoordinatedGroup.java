package dev.mycelium.agent.round;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.RollbackSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real coordinator on a real disk under a clock that the test moves; the members are played by
 * hand, one step at a time. Node a is the coordinator, and a member too.
 */
final class CoordinatedGroup implements AutoCloseable {
  static final NodeId A = new NodeId("node-a");
  static final NodeId B = new NodeId("node-b");
  static final NodeId C = new NodeId("node-c");
  static final GroupId GROUP = new GroupId("group-1");
  static final TensorLayout LAYOUT = TensorLayout.of(TensorSpec.of("w", 2));
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration ROUND_TIMEOUT = Duration.ofMinutes(10);

  final ManualClock clock = new ManualClock();
  final BlobStore blobs;
  final PayloadBlobs payloads;
  final RoundJournal journal;
  final ChainedHeads heads;
  private final BlockingQueue<RoundOutcome> outcomes = new LinkedBlockingQueue<>();
  private final BlockingQueue<Head> rests = new LinkedBlockingQueue<>();
  private final Coordinator coordinator;
  private final @Nullable Integer rounds;
  private final Rule rule;

  /**
   * A group's strategy, what carries it out, and how long it waits.
   *
   * @param timeout null where the coordinator chooses
   * @param rollback null where heads are not judged
   */
  record Rule(
      StrategySpec strategy,
      Aggregator aggregator,
      @Nullable Duration timeout,
      @Nullable RollbackSpec rollback) {
    static final Rule FEDAVG = new Rule(new StrategySpec.FedAvg(), new FedAvg());

    Rule(StrategySpec strategy, Aggregator aggregator, @Nullable Duration timeout) {
      this(strategy, aggregator, timeout, null);
    }

    Rule(StrategySpec strategy, Aggregator aggregator) {
      this(strategy, aggregator, ROUND_TIMEOUT);
    }
  }

  /** The disk {@code state} and the registry {@code heads} in the term {@code epoch} of node a. */
  CoordinatedGroup(Path state, ChainedHeads heads, long epoch, NodeId... members) {
    this(state, heads, Rule.FEDAVG, epoch, members);
  }

  /** As with FedAvg, under another rule. */
  CoordinatedGroup(Path state, ChainedHeads heads, Rule rule, long epoch, NodeId... members) {
    this(state, heads, new Opening.Drawn(payload(1, 2).model()), rule, epoch, null, members);
  }

  private CoordinatedGroup(
      Path state,
      ChainedHeads heads,
      Opening opening,
      Rule rule,
      long epoch,
      @Nullable Integer rounds,
      NodeId... members) {
    this.heads = heads;
    this.rounds = rounds;
    this.rule = rule;
    blobs = BlobStore.open(state.resolve("blobs"), new BlobLimits(1 << 20, 1 << 26));
    payloads = new PayloadBlobs(blobs);
    journal = new RoundJournal(state);
    coordinator = new Coordinator(term(epoch, opening));
    join(1, members);
    coordinator.start();
  }

  /** A new group in its first term. */
  static CoordinatedGroup on(Path state, NodeId... members) {
    ChainedHeads heads = new ChainedHeads();
    return new CoordinatedGroup(state, heads, heads.grant(A), members);
  }

  /** A new group whose version 0 is {@code sha}, which its founder holds. */
  static CoordinatedGroup given(Path state, Sha256 sha, NodeId... members) {
    ChainedHeads heads = new ChainedHeads();
    Opening opening = new Opening.Given(LAYOUT, sha);
    return new CoordinatedGroup(state, heads, opening, Rule.FEDAVG, heads.grant(A), null, members);
  }

  /** A new group that ends with its first round. */
  static CoordinatedGroup forOneRound(Path state, NodeId... members) {
    ChainedHeads heads = new ChainedHeads();
    Opening opening = new Opening.Drawn(payload(1, 2).model());
    return new CoordinatedGroup(state, heads, opening, Rule.FEDAVG, heads.grant(A), 1, members);
  }

  private Coordinator.Term term(long epoch, Opening opening) {
    return new Coordinator.Term(
        A,
        GROUP,
        epoch,
        spec(rule, rounds),
        heads.head(),
        opening,
        rule.aggregator(),
        blobs,
        journal,
        heads,
        new Listening(),
        clock);
  }

  static GroupSpec spec() {
    return spec(Rule.FEDAVG, null);
  }

  private static GroupSpec spec(Rule rule, @Nullable Integer rounds) {
    return new GroupSpec(
        QuadraticLearner.task(2),
        new ModelSpec.Linear(),
        new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7),
        new FederationSpec(
            rule.strategy(),
            rounds,
            1.0,
            1.0,
            2,
            2,
            rule.timeout(),
            null,
            null,
            null,
            rule.rollback(),
            null,
            null));
  }

  static Payload payload(float... values) {
    return Payload.ofModel(Tensors.of(LAYOUT, values));
  }

  /** The disk as a kill would leave it at this moment. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  Coordinator coordinator() {
    return coordinator;
  }

  void join(long version, NodeId... members) {
    coordinator.desk().update(new Membership(version, List.of(members)));
  }

  /** The call to {@code node}'s first round after {@code round}. */
  RoundManifest called(NodeId node, long round) {
    Poll poll = new Poll(node, round, null, Long.MAX_VALUE, true);
    return Stream.generate(() -> asked(poll).manifest())
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  RoundStatus asked(Poll poll) {
    return coordinator.desk().poll(poll, SOON).orElseThrow();
  }

  Receipt submit(RoundManifest manifest, NodeId node, Payload update, long examples) {
    return submit(manifest, node, payloads.put(update), examples);
  }

  Receipt submit(RoundManifest manifest, NodeId node, Sha256 update, long examples) {
    return coordinator.submit(
        new Submission(node, manifest.round(), manifest.epoch(), update, examples, 0.5, 1));
  }

  /** The candidate after {@code parent}, seen by {@code node} and not yet held. */
  Head candidate(NodeId node, Head parent) {
    Poll poll = new Poll(node, Long.MAX_VALUE, parent.sha(), parent.version(), true);
    Head candidate = asked(poll).candidate();
    return Objects.requireNonNull(candidate, "candidate");
  }

  /** Member {@code node} holds {@code candidate}, and knows of {@code committed}. */
  void holds(NodeId node, Head candidate, Head committed) {
    Poll held = new Poll(node, Long.MAX_VALUE, candidate.sha(), committed.version(), true);
    var unused = coordinator.desk().poll(held, Duration.ZERO);
  }

  /** Member {@code node} fetches the candidate after {@code parent} and learns of the commit. */
  Head hold(NodeId node, Head parent) {
    Head candidate = candidate(node, parent);
    Poll held = new Poll(node, Long.MAX_VALUE, candidate.sha(), parent.version(), true);
    return Objects.requireNonNull(asked(held).head(), "head");
  }

  /** Tells the coordinator that {@code node} has no data. */
  void idle(NodeId node) {
    var unused = coordinator.desk().poll(new Poll(node, 0, null, 99, false), Duration.ZERO);
  }

  /** The deadline of whatever is awaited passes. */
  void passDeadline() {
    clock.advance(ROUND_TIMEOUT);
    coordinator.desk().uploaded();
  }

  /** Time passes, as whoever waits sees, until {@code come}. */
  void passTimeUntil(BooleanSupplier come) {
    while (!come.getAsBoolean()) {
      clock.advance(Duration.ofMillis(1));
      coordinator.desk().uploaded();
      Thread.onSpinWait();
    }
  }

  /** Whether a candidate after {@code parent} is there to be fetched. */
  boolean isOffered(Head parent) {
    Poll poll = new Poll(B, Long.MAX_VALUE, parent.sha(), parent.version(), true);
    return coordinator.desk().poll(poll, Duration.ZERO).map(RoundStatus::candidate).isPresent();
  }

  boolean hasOutcome() {
    return !outcomes.isEmpty();
  }

  RoundOutcome outcome() {
    try {
      return Objects.requireNonNull(outcomes.poll(60, TimeUnit.SECONDS), "no round ended");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The head with which the group rests. */
  Head rest() {
    try {
      return Objects.requireNonNull(rests.poll(60, TimeUnit.SECONDS), "the group never rested");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Listening implements RoundListener {
    @Override
    public void ended(RoundManifest manifest, RoundOutcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void rested(Head head) {
      rests.add(head);
    }
  }

  @Override
  public void close() {
    coordinator.close();
  }
}
