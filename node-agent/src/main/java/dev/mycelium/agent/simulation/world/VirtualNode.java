package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Strategies;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.agent.node.LastGroup;
import dev.mycelium.agent.node.NodeAgent;
import dev.mycelium.agent.node.NodeListener;
import dev.mycelium.agent.node.NodeParts;
import dev.mycelium.agent.node.NodeProfile;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A machine with an agent on it: the agent lives, dies and is started again on the same folder.
 * Each life has the folder under another name, so that nothing a dead process might still write is
 * ever read.
 */
final class VirtualNode {
  private static final BlobLimits LIMITS = new BlobLimits(1 << 20, 1 << 24);
  private static final Duration UNTIL_STARTED_AGAIN = Duration.ofSeconds(2);

  private final World world;
  private final Setting.Inhabitant inhabitant;
  private final SplittableRandom random;
  private Path state;
  private Duration wallOffset = Duration.ZERO;
  private int lives;
  private boolean stopping;
  private boolean again;
  private @Nullable Running running;

  /** What the present life consists of. */
  private record Running(Life life, NodeAgent agent, BlobStore blobs, RoundJournal journal) {}

  VirtualNode(World world, Setting.Inhabitant inhabitant, SplittableRandom random) {
    this.world = world;
    this.inhabitant = inhabitant;
    this.random = random;
    state = world.setting().folder().resolve(inhabitant.name() + "-0");
  }

  NodeId id() {
    return new NodeId(inhabitant.name());
  }

  Path state() {
    return state;
  }

  BlobStore blobs() {
    return requireNonNull(running, "running").blobs();
  }

  RoundJournal journal() {
    return requireNonNull(running, "running").journal();
  }

  boolean isUp() {
    return running != null;
  }

  /** Begins a life; after the present one if that was told to end. */
  void start() {
    again = stopping;
    if (running == null) {
      stopping = false;
      again = false;
      lives++;
      state = moved(state, world.setting().folder().resolve(inhabitant.name() + "-" + lives));
      world.chronicle().tell(inhabitant.name(), "starts, life %d", lives);
      Life life = world.newLife(inhabitant.name(), wallOffset);
      BlobStore blobs = BlobStore.open(state.resolve("blobs"), LIMITS);
      RoundJournal journal = new RoundJournal(state);
      NodeAgent agent = new NodeAgent(profile(), parts(life, blobs, journal));
      running = new Running(life, agent, blobs, journal);
      world.network().listen(life, new NodeDesk(id(), agent, blobs, journal, world.watch()));
      life.newThread("node", () -> live(life, agent)).start();
    }
  }

  /** A registry that is away at the very start ends the process; something starts it again. */
  private void live(Life life, NodeAgent agent) {
    boolean failed = false;
    try {
      agent.run();
    } catch (RegistryUnavailableException e) {
      failed = true;
    }
    crash("ends");
    if (failed || again) {
      world.after(UNTIL_STARTED_AGAIN, this::start);
    }
    life.requireAlive();
  }

  void crash(String how) {
    Running now = running;
    if (now != null) {
      running = null;
      stopping = false;
      world.chronicle().tell(inhabitant.name(), how);
      now.life().kill();
    }
  }

  /** Dies on the thread that calls. */
  void die(String how) {
    crash(how);
    throw new Killed();
  }

  /** Says goodbye and ends. */
  void stop() {
    Running now = running;
    if (now != null) {
      stopping = true;
      world.chronicle().tell(inhabitant.name(), "is told to stop");
      now.life().newThread("stop", now.agent()::stop).start();
    }
  }

  void suspend(Duration length) {
    Running now = running;
    if (now != null) {
      world.chronicle().tell(inhabitant.name(), "stands still for %s", length);
      now.life().suspend(length);
    }
  }

  /** Somebody sets the machine's clock; processes look at it when they start. */
  void setClock(Duration jump) {
    world.chronicle().tell(inhabitant.name(), "has its clock set by %s", jump);
    wallOffset = wallOffset.plus(jump);
  }

  private static Path moved(Path from, Path to) {
    try {
      return Files.exists(from) ? Files.move(from, to) : Files.createDirectories(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NodeProfile profile() {
    Setting setting = world.setting();
    GroupSpec spec = requireNonNull(setting.founding().spec(), "spec");
    return new NodeProfile(
        new NodeRegistration(
            inhabitant.name(), id(), null, null, null, inhabitant.offers(), setting.heartbeat(), 1),
        new Candidates(spec.task(), setting.founding().datasetName(), null),
        setting.founding(),
        null,
        null,
        setting.evaluation(),
        null,
        true);
  }

  private NodeParts parts(Life life, BlobStore blobs, RoundJournal journal) {
    NodeListener listener = new NodeWatch(this, world);
    return new NodeParts(
        new VirtualDirectory(world.network(), life),
        spec -> learner(life, spec),
        new Strategies(VirtualNode::plugin)::aggregator,
        world.setting().selector(),
        state,
        blobs,
        journal,
        new LastGroup(state),
        listener,
        life.clock(),
        random.split(),
        (leader, group, own) -> new VirtualCoordination(world.network(), life, leader, group, own),
        life);
  }

  private static Aggregator plugin(String name) {
    throw new IllegalArgumentException(
        "plugin: %s (expected: none in a simulation)".formatted(name));
  }

  private Learner learner(Life life, GroupSpec spec) {
    Setting.Range takes = world.setting().training();
    long range = takes.longest().minus(takes.shortest()).toNanos();
    return new SlowLearner(
        inhabitant.learners().open(spec),
        life,
        () -> takes.shortest().plusNanos(range == 0 ? 0 : random.nextLong(range)));
  }
}
