package dev.mycelium.agent.cli;

import dev.mycelium.agent.cli.demo.Launcher;
import dev.mycelium.agent.node.NodeAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium node start}. */
@Command(
    name = "start",
    description = {
      "Start an agent, which trains on its own data with a group of others.",
      "It finds a group (or founds one), averages with it, and moves when another group is "
          + "better. Ctrl-C says goodbye."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Training options hold for a group that this node founds; in a group that stands, its spec",
      "decides.",
      "",
      "Examples:",
      "  mycelium node start",
      "  mycelium node start --data 'idx:mnist?partition=shards:2&shard=0/4' --rounds 20",
      "  mycelium node start --registry http://registry:8000 --host 0.0.0.0 --address me:8080",
      "",
      "  MYCELIUM_TOKEN=... mycelium node start --config agent.yaml --registry https://net:8000",
      "  mycelium node start --config agent.yaml --print-config",
      "",
      "Exit codes: mycelium exit-codes"
    })
final class NodeStartCommand implements Callable<Integer> {
  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @ArgGroup(heading = "%nRegistry:%n", exclusive = false, multiplicity = "0..1")
  private RegistryOptions registry = new RegistryOptions();

  @ArgGroup(heading = "%nNetwork:%n", exclusive = false, multiplicity = "0..1")
  private NetworkOptions network = new NetworkOptions();

  @ArgGroup(heading = "%nGroup:%n", exclusive = false, multiplicity = "0..1")
  private GroupOptions group = new GroupOptions();

  @ArgGroup(heading = "%nLearning:%n", exclusive = false, multiplicity = "0..1")
  private LearningOptions learning = new LearningOptions();

  @ArgGroup(
      heading = "%nRounds (of a group that this node founds):%n",
      exclusive = false,
      multiplicity = "0..1")
  private FederationOptions federation = new FederationOptions();

  @ArgGroup(heading = "%nDisk:%n", exclusive = false, multiplicity = "0..1")
  private StorageOptions storage = new StorageOptions();

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = SettingsOptions.PRINT,
      description = "Show each option's value and where it comes from, and start nothing.")
  private boolean printConfig;

  @ArgGroup(heading = "%nPlug-ins:%n", exclusive = false, multiplicity = "0..1")
  private PluginOptions plugins = new PluginOptions();

  @Option(names = "--name", paramLabel = "NAME", description = "A name for people to read.")
  private @Nullable String name;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Identity and blobs (default: ~/.mycelium/NAME, else the first free number).")
  private @Nullable Path stateDirectory;

  @Option(names = "--json", description = "One JSON object per line instead of text.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  NodeStartCommand() {}

  @Override
  public Integer call() {
    if (printConfig) {
      SettingsTable.of(spec).forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
      return ExitCode.OK.number();
    }
    if (network.coordinateOnly && group.group == null) {
      throw new ParameterException(
          spec.commandLine(), "--coordinate-only: needs --group ID (a group to coordinate)");
    }
    AgentOptions options =
        new AgentOptions(
            registry, network, group, learning, federation, plugins, storage, name, stateDirectory);
    try (AgentWiring wiring =
        AgentWiring.of(options, new Terminal(spec.commandLine().getOut(), json))) {
      live(wiring.agent());
    }
    return ExitCode.OK.number();
  }

  /** Runs the agent; a signal to end lets it say goodbye first. */
  private static void live(NodeAgent agent) {
    CountDownLatch goodbye = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              agent.stop();
              await(goodbye);
            },
            "goodbye");
    Runtime.getRuntime().addShutdownHook(hook);
    onEndOfParent(agent::stop);
    try {
      agent.run();
    } finally {
      goodbye.countDown();
    }
  }

  /** The demo that started this agent: without it the agent has no reason to be. */
  private static void onEndOfParent(Runnable end) {
    String parent = System.getenv(Launcher.PARENT);
    if (parent != null) {
      ProcessHandle.of(Long.parseLong(parent))
          .ifPresentOrElse(running -> running.onExit().thenRun(end), end);
    }
  }

  private static void await(CountDownLatch goodbye) {
    try {
      boolean unused = goodbye.await(GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
