package dev.mycelium.agent.cli;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.identity.KeyFile;
import dev.mycelium.agent.identity.NodeIdentity;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.agent.migration.ThresholdSelector;
import dev.mycelium.agent.node.LastGroup;
import dev.mycelium.agent.node.NodeAgent;
import dev.mycelium.agent.node.NodeParts;
import dev.mycelium.agent.node.NodeProfile;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.transport.AgentResources;
import dev.mycelium.agent.transport.AgentServer;
import dev.mycelium.time.SteadyClock;
import dev.mycelium.wire.WireVersion;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.node.NodeRegistration;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root of an agent: makes every part once, and closes what it opened. */
final class AgentWiring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgentWiring.class);
  private static final BlobLimits LIMITS = new BlobLimits(4L << 30, 64L << 30);

  private final AgentOptions options;
  private final Terminal terminal;
  private final StateDirectory state;
  private final AtomicReference<@Nullable NodeAgent> serving = new AtomicReference<>();
  private final AgentServer server;
  private final NodeAgent agent;

  static AgentWiring of(AgentOptions options, Terminal terminal) {
    StateDirectory state =
        StateDirectory.open(MyceliumHome.path(), options.stateDirectory(), options.name());
    try {
      return new AgentWiring(options, terminal, state);
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  private AgentWiring(AgentOptions options, Terminal terminal, StateDirectory state) {
    this.options = options;
    this.terminal = terminal;
    this.state = state;
    LogFile.open(state.path().resolve("agent.log"));
    NodeIdentity identity = new KeyFile(state.path()).loadOrCreate();
    Directory directory = new HttpDirectory(options.network().registry);
    options.requireSound();
    Preflight.awaitRegistry(directory, options.network().registry, terminal, Preflight.ATTEMPTS);
    BlobStore blobs = BlobStore.open(state.path().resolve("blobs"), LIMITS);
    RoundJournal journal = new RoundJournal(state.path());
    LocalLearning learning =
        options.network().coordinateOnly ? null : LocalLearning.load(options.learning(), terminal);
    server = FreePort.start(options.network(), resources(blobs, journal));
    NodeProfile profile = profile(identity, directory, learning);
    agent = new NodeAgent(profile, parts(directory, learning, blobs, journal));
    serving.set(agent);
    introduce(profile, learning);
  }

  NodeAgent agent() {
    return agent;
  }

  private AgentResources resources(BlobStore blobs, RoundJournal journal) {
    return new AgentResources(
        blobs,
        journal,
        () -> now().flatMap(NodeAgent::coordinator),
        sha -> now().map(node -> node.offers(sha)).orElse(false),
        () -> now().<Object>map(NodeAgent::state).orElse("starting"));
  }

  private Optional<NodeAgent> now() {
    return Optional.ofNullable(serving.get());
  }

  private NodeParts parts(
      Directory directory,
      @Nullable LocalLearning learning,
      BlobStore blobs,
      RoundJournal journal) {
    return new NodeParts(
        directory,
        spec -> {
          if (learning == null) {
            throw new IllegalStateException("a node without data has no learner");
          }
          return learning.learner(spec);
        },
        new FedAvg(),
        selector(),
        blobs,
        journal,
        new LastGroup(state.path()),
        new NodeNarrator(terminal),
        new SteadyClock(Clock.systemUTC().instant(), System::nanoTime),
        new SplittableRandom());
  }

  private ThresholdSelector selector() {
    try {
      return new ThresholdSelector(options.group().switchThreshold, options.group().thresholdMode);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(ExitCode.USAGE, "--switch-" + e.getMessage(), e);
    }
  }

  private NodeProfile profile(
      NodeIdentity identity, Directory directory, @Nullable LocalLearning learning) {
    GroupId start = options.group().start();
    GroupSpec spec = learning == null ? specOf(directory, start) : spec(learning);
    String dataset = learning == null ? "none" : learning.data().name();
    return new NodeProfile(
        registration(identity),
        new Candidates(spec.task(), dataset, options.learning().explicitModel()),
        new GroupCreation(
            spec.model().text(),
            dataset,
            null,
            options.group().maxCapacity,
            JoinPolicy.OPEN,
            spec,
            true,
            options.learning().explicitModel() != null),
        start,
        options.group().evaluationInterval,
        options.group().rounds,
        learning != null);
  }

  private GroupSpec spec(LocalLearning learning) {
    TaskSpec task = learning.task();
    return new GroupSpec(
        task,
        options.learning().modelToFound(),
        options.learning().training(),
        FederationSpec.defaults());
  }

  /** A node without data learns what its group does from the group. */
  private static GroupSpec specOf(Directory directory, @Nullable GroupId group) {
    return Optional.ofNullable(group)
        .flatMap(directory::group)
        .map(GroupView::spec)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    ExitCode.GROUP_UNUSABLE,
                    "--group: %s (expected: a listed group with a spec)".formatted(group)));
  }

  private NodeRegistration registration(NodeIdentity identity) {
    String address = options.network().address;
    return new NodeRegistration(
        address == null ? options.network().host + ":" + server.port() : address,
        identity.nodeId(),
        null,
        options.name() == null ? state.path().getFileName().toString() : options.name(),
        identity.publicKey(),
        !options.network().noCoordinate,
        options.network().heartbeatInterval,
        WireVersion.CURRENT);
  }

  private void introduce(NodeProfile profile, @Nullable LocalLearning learning) {
    NodeRegistration registration = profile.registration();
    terminal.heading("Mycelium node " + registration.name());
    terminal.heading("  registry   " + options.network().registry);
    terminal.heading("  address    " + registration.nodeAddress());
    if (learning != null) {
      terminal.heading(
          "  data       %s: %,d examples to train on, %,d held out"
              .formatted(
                  learning.data().name(),
                  learning.split().train().size(),
                  learning.split().holdout().size()));
      terminal.heading("  device     " + learning.device().description());
      log.info("device chosen: {}", learning.device().description());
    }
    terminal.heading("  state      " + state.path());
    if (options.network().isOpen()) {
      terminal.heading(
          "  warning    %s is open to other machines, and nobody is asked for a password"
              .formatted(options.network().host));
    }
    terminal.heading("");
  }

  @Override
  public void close() {
    server.close();
    state.close();
  }
}
