package dev.mycelium.agent.simulation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.blob.Durability;
import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.agent.learning.data.Partition;
import dev.mycelium.agent.learning.data.RawExamples;
import dev.mycelium.agent.learning.data.Shard;
import dev.mycelium.agent.round.NoHeadException;
import dev.mycelium.agent.round.Opening;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.round.RoundListener;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.agent.round.VirtualGroup;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.NamePattern;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundManifest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group of virtual clients, each with its part of one data set, scored after every round on
 * examples that no client has. The same plan gives the same curve, bit for bit, on the same
 * machine; on a folder that holds its earlier rounds it goes on after them.
 */
public final class Experiment implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Experiment.class);
  private static final GroupId GROUP = new GroupId("experiment");
  private static final BlobLimits LIMITS = new BlobLimits(4L << 30, 64L << 30);

  private final Map<NodeId, Learner> clients = new TreeMap<>();
  private final Learner judge;
  private final long tested;
  private final VirtualGroup group;
  private final Curve curve;

  /**
   * Who learns what.
   *
   * @param spec its training's seed is that of the partition, too
   * @param partition how the training examples are dealt out
   * @param workers clients that train at once; changes no bit of the curve
   * @param attack of the first {@code attackers} that each round asks
   */
  public record Plan(
      GroupSpec spec, int clients, Partition partition, int workers, Attack attack, int attackers) {
    public Plan {
      List<NamePattern> personal = spec.federation().personal();
      if (personal != null) {
        throw new IllegalArgumentException(
            "personal: %s (expected: none; the judge has no layers of its own)"
                .formatted(personal));
      }
      if (spec.federation().judgesHeads()) {
        throw new IllegalArgumentException(
            "rollback, early_stopping: given (expected: none; nobody judges these heads)");
      }
    }

    /** All clients are honest. */
    public Plan(GroupSpec spec, int clients, Partition partition, int workers) {
      this(spec, clients, partition, workers, Attack.NONE, 0);
    }

    public Plan attackedBy(Attack other, int number) {
      return new Plan(spec, clients, partition, workers, other, number);
    }
  }

  /**
   * The examples of all clients together, and those that only the head is scored on.
   *
   * @param labels names of the classes
   */
  public record Source(RawExamples train, RawExamples test, List<String> labels) {}

  /**
   * One point of the curve.
   *
   * @param round that made the head
   * @param version of the head
   */
  public record Point(long round, long version, Evaluation score) {}

  /**
   * @param learners opens a learner of the plan's spec on examples; closed by this experiment
   * @param folder where heads and rounds are kept
   */
  public Experiment(
      Plan plan,
      Source source,
      Aggregator aggregator,
      Function<LocalExamples, Learner> learners,
      Path folder) {
    requireNonNull(plan, "plan");
    Examples test = source.test().encoded(plan.spec().task());
    tested = test.size();
    judge = learners.apply(new LocalExamples(test, test, source.labels()));
    try {
      open(plan, source, learners);
      group = group(plan, aggregator, folder);
      curve = new Curve(folder.resolve("curve.csv"));
    } catch (RuntimeException e) {
      closeLearners();
      throw e;
    }
  }

  private void open(Plan plan, Source source, Function<LocalExamples, Learner> learners) {
    int[] strata = source.train().strata();
    for (int i = 0; i < plan.clients(); i++) {
      int[] part =
          plan.partition()
              .part(strata, new Shard(i, plan.clients()), plan.spec().training().seed());
      Examples own = source.train().subset(part).encoded(plan.spec().task());
      clients.put(
          new NodeId("client-%05d".formatted(i)),
          plan.attack()
              .client(new LocalExamples(own, own, source.labels()), learners, plan.attackers()));
    }
  }

  private VirtualGroup group(Plan plan, Aggregator aggregator, Path folder) {
    return new VirtualGroup(
        new VirtualGroup.Setting(
            GROUP,
            plan.spec(),
            aggregator,
            new Opening.Drawn(judge.initial(plan.spec().training().seed()).model()),
            clients,
            BlobStore.open(folder.resolve("blobs"), LIMITS, Durability.KILL),
            new RoundJournal(folder, Durability.KILL),
            folder,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            new Unobserved(),
            plan.workers()));
  }

  /** Nobody listens: the curve tells. */
  private record Unobserved() implements RoundListener {
    @Override
    public void ended(RoundManifest manifest, RoundOutcome outcome) {}
  }

  /**
   * Runs rounds until a head's metric is at least {@code target}, or {@code rounds} versions are
   * there, or a round makes no head, as when training diverges at most of the clients.
   *
   * @param progress told of each new point
   */
  public Curve run(double target, long rounds, Consumer<Point> progress) {
    curve.add(now());
    while (curve.firstAt(target).isEmpty() && group.head().version() < rounds) {
      try {
        var unused = group.next();
      } catch (NoHeadException e) {
        log.warn("the curve ends at version {}: {}", group.head().version(), e.getMessage());
        return curve;
      }
      Point point = now();
      curve.add(point);
      progress.accept(point);
    }
    return curve;
  }

  private Point now() {
    return new Point(group.head().round(), group.head().version(), score());
  }

  /** A head without finite answers gives no right one. */
  private Evaluation score() {
    try {
      return judge.evaluate(group.payload(), Split.HOLDOUT);
    } catch (DivergedException e) {
      return new Evaluation(0, Double.POSITIVE_INFINITY, tested);
    }
  }

  @Override
  public void close() {
    group.close();
    closeLearners();
  }

  private void closeLearners() {
    clients.values().forEach(Learner::close);
    judge.close();
  }
}
