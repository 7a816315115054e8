package dev.mycelium.agent.cli;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.RequestSigner;
import dev.mycelium.agent.identity.KeyFile;
import dev.mycelium.agent.identity.NodeIdentity;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.agent.migration.GroupSelector;
import dev.mycelium.agent.migration.ThresholdSelector;
import dev.mycelium.agent.node.AgentStatus;
import dev.mycelium.agent.node.LastGroup;
import dev.mycelium.agent.node.NodeAgent;
import dev.mycelium.agent.node.NodeParts;
import dev.mycelium.agent.node.NodeProfile;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
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
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.node.NodeRegistration;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The composition root of an agent: makes every part once, and closes what it opened. */
final class AgentWiring implements AutoCloseable {
  private final AgentOptions options;
  private final Terminal terminal;
  private final StateDirectory state;
  private final Clock clock = new SteadyClock(Clock.systemUTC().instant(), System::nanoTime);
  private final HttpDirectory directory;
  private final AtomicReference<@Nullable NodeAgent> serving = new AtomicReference<>();
  private final Plugins plugins;
  private final @Nullable LearningSource learning;
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
    state.forgetAddress();
    LogFile.open(state.path().resolve("agent.log"));
    NodeIdentity identity = new KeyFile(state.path()).loadOrCreate();
    directory =
        options.registry().directory(new RequestSigner(identity.nodeId(), identity::sign, clock));
    options.requireSound();
    Preflight.awaitRegistry(directory, options.registry().registry, terminal, Preflight.ATTEMPTS);
    BlobStore blobs = BlobStore.open(state.path().resolve("blobs"), options.storage().limits());
    RoundJournal journal = new RoundJournal(state.path());
    plugins = Plugins.in(options.plugins().places);
    GroupSelector selector = selector();
    FederationSpec federation =
        options.federation().spec().with(options.plugins().strategy(options.federation(), plugins));
    learning = options.network().coordinateOnly ? null : learning(options.learning());
    server = FreePort.start(options.network(), resources(identity, blobs, journal));
    GroupSpec spec =
        learning == null
            ? specOf(directory, options.group().group)
            : new Founding(learning, options.learning(), federation, new PayloadBlobs(blobs))
                .spec();
    NodeProfile profile = profile(registration(identity), spec);
    agent = new NodeAgent(profile, parts(selector, blobs, journal));
    serving.set(agent);
    state.noteAddress(options.network().url(server.port()));
    introduce(profile.registration());
  }

  NodeAgent agent() {
    return agent;
  }

  private LearningSource learning(LearningOptions told) {
    if (told.learner.startsWith(ExecLearning.PREFIX)) {
      return ExecLearning.load(told);
    }
    return told.learner.equals(LearningOptions.BUILT_IN)
        ? LocalLearning.load(told, terminal)
        : new PluginLearning(LoadedExamples.load(told), plugins.learner(told.learner), told);
  }

  private AgentResources resources(NodeIdentity identity, BlobStore blobs, RoundJournal journal) {
    return new AgentResources(
        blobs,
        journal,
        () -> now().flatMap(NodeAgent::coordinator),
        sha -> now().map(node -> node.offers(sha)).orElse(false),
        () -> status(blobs),
        identity::answer);
  }

  private AgentStatus status(BlobStore blobs) {
    Optional<NodeAgent> node = now();
    LearningSource source = learning;
    return new AgentStatus(
        node.isPresent() ? "serving" : "starting",
        node.map(NodeAgent::state).orElse(null),
        source == null ? null : source.computesOn(),
        new AgentStatus.Disk(
            blobs.totalBytes(),
            options.storage().limits().maxTotalBytes(),
            state.path().toFile().getUsableSpace()),
        circuits(node));
  }

  private List<Circuit.State> circuits(Optional<NodeAgent> node) {
    return Stream.concat(
            Stream.of(directory.circuit()), node.flatMap(NodeAgent::coordinatorCircuit).stream())
        .toList();
  }

  private Optional<NodeAgent> now() {
    return Optional.ofNullable(serving.get());
  }

  private NodeParts parts(GroupSelector selector, BlobStore blobs, RoundJournal journal) {
    LearningSource source = learning;
    return new NodeParts(
        directory,
        spec -> {
          if (source == null) {
            throw new IllegalStateException("a node without data has no learner");
          }
          return source.learner(spec);
        },
        plugins::aggregator,
        selector,
        state.path(),
        blobs,
        journal,
        new LastGroup(state.path()),
        new NodeNarrator(terminal),
        clock,
        new SplittableRandom());
  }

  private GroupSelector selector() {
    if (!options.plugins().selector.equals(PluginOptions.THRESHOLD)) {
      return plugins.selector(options.plugins().selector);
    }
    try {
      return new ThresholdSelector(options.group().switchThreshold, options.group().thresholdMode);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(ExitCode.USAGE, "--switch-" + e.getMessage(), e);
    }
  }

  private NodeProfile profile(NodeRegistration registration, GroupSpec spec) {
    String dataset = learning == null ? "none" : learning.datasetName();
    ModelSpec only = learning == null ? null : learning.onlyModel();
    return new NodeProfile(
        registration,
        new Candidates(spec.task(), dataset, only),
        new GroupCreation(
            spec.model().text(),
            dataset,
            null,
            options.group().maxCapacity,
            JoinPolicy.OPEN,
            spec,
            true,
            only != null),
        options.group().start(),
        options.group().invitation,
        options.group().evaluationInterval,
        options.group().rounds,
        learning != null);
  }

  /** A node without data learns what its group does from the group. */
  private static GroupSpec specOf(Directory directory, @Nullable String group) {
    return Optional.ofNullable(group)
        .map(GroupId::new)
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

  private void introduce(NodeRegistration registration) {
    terminal.heading("Mycelium node " + registration.name());
    terminal.heading("  registry   " + options.registry().registry);
    terminal.heading("  address    " + registration.nodeAddress());
    if (learning != null) {
      learning.introduce(terminal);
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
    if (learning != null) {
      learning.close();
    }
    plugins.close();
    state.close();
  }
}
