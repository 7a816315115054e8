package dev.mycelium.agent.node;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.agent.migration.ThresholdMode;
import dev.mycelium.agent.migration.ThresholdSelector;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.transport.AgentResources;
import dev.mycelium.agent.transport.AgentServer;
import dev.mycelium.time.SteadyClock;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A whole node on threads of its own behind a real server; only its learner is a formula. */
final class RunningNode implements AutoCloseable {
  static final GroupSpec SPEC =
      new GroupSpec(
          QuadraticLearner.task(2),
          new ModelSpec.Linear(),
          new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7),
          FederationSpec.defaults());
  static final GroupCreation FOUNDING =
      new GroupCreation("linear", "points", null, 5, null, SPEC, true, null);
  private static final Duration LOOK = Duration.ofMillis(200);

  final NodeId id;
  final NodeAgent agent;
  final BlobStore blobs;
  private final AgentServer server;
  private final Thread thread;

  RunningNode(String name, Path folder, Directory directory, Wish wish) {
    id = new NodeId(name);
    Path state = made(folder.resolve(name));
    blobs = store(state);
    RoundJournal journal = new RoundJournal(state);
    AtomicReference<@Nullable NodeAgent> serving = new AtomicReference<>();
    server =
        new AgentServer(
            "127.0.0.1",
            0,
            new AgentResources(
                blobs,
                journal,
                () -> Optional.ofNullable(serving.get()).flatMap(NodeAgent::coordinator),
                sha -> serving.get() != null && serving.get().offers(sha),
                () -> "running",
                nonce -> new DialBack(new NodeId("n"), "of " + nonce)));
    server.start();
    agent =
        new NodeAgent(
            profile(wish),
            new NodeParts(
                directory,
                spec -> learner(spec, wish),
                wish.aggregators(),
                new ThresholdSelector(0.05, ThresholdMode.ABSOLUTE),
                state,
                blobs,
                journal,
                new LastGroup(state),
                new NodeListener() {},
                new SteadyClock(Clock.systemUTC().instant(), System::nanoTime),
                new SplittableRandom(1)));
    serving.set(agent);
    thread = new Thread(agent::run, name);
    thread.start();
  }

  /**
   * @param optimum where its data draws every parameter
   * @param examples its weight, and its steps in a round
   */
  record Wish(
      float optimum,
      int examples,
      @Nullable GroupId group,
      @Nullable Integer rounds,
      AggregatorFactory aggregators) {

    Wish(float optimum, int examples, @Nullable GroupId group, @Nullable Integer rounds) {
      this(optimum, examples, group, rounds, strategy -> new FedAvg());
    }
  }

  /** What lies in a node's folder before it starts. */
  static BlobStore store(Path state) {
    return BlobStore.open(state.resolve("blobs"), new BlobLimits(1 << 20, 1 << 24));
  }

  private NodeProfile profile(Wish wish) {
    return new NodeProfile(
        new NodeRegistration("127.0.0.1:" + server.port(), id, null, null, null, true, null, 1),
        new Candidates(SPEC.task(), "points", null),
        FOUNDING,
        wish.group(),
        null,
        LOOK,
        wish.rounds(),
        true);
  }

  private static QuadraticLearner learner(GroupSpec spec, Wish wish) {
    var layout = Network.of(spec.model(), spec.task()).layout();
    float[] all = new float[layout.elements()];
    Arrays.fill(all, wish.optimum());
    return new QuadraticLearner(layout, wish.examples(), all);
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    agent.stop();
    try {
      thread.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}
