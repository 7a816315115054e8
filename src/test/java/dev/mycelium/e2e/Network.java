package dev.mycelium.e2e;

import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A registry and its agents as processes, for one test class: the registry lives as long as the
 * class, agents as long as a test. What they wrote stays under {@code target} until the next run;
 * when a test fails, what they printed is shown.
 */
final class Network implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** Small enough that a round takes a fraction of a second. */
  static final String FEW_DIGITS = "synthetic:digits?train=2000&test=500";

  private static final int SHOWN_CHARACTERS = 5_000;
  private static final Map<String, String> USUAL =
      Map.of(
          "--data", FEW_DIGITS,
          "--model", "mlp:32",
          "--heartbeat-interval", "5s",
          "--group-evaluation-interval", "2s",
          "--port", "0");

  private final Supplier<List<String>> agentProgram;
  private final Supplier<List<String>> registryProgram;
  private final boolean goesOn;
  private final List<AgentProcess> agents = new ArrayList<>();
  private final List<AgentProcess> longLived = new ArrayList<>();
  private final Thread lastResort = new Thread(this::stopAll, "stop-processes");
  private Path directory = Programs.OUTPUT.resolve("runs");
  private RegistryProcess registry;
  private List<String> agentCommand = List.of();

  /** Filled in by JUnit before the first test. */
  @SuppressWarnings("NullAway.Init")
  private Network(
      Supplier<List<String>> agentProgram, Supplier<List<String>> registryProgram, boolean goesOn) {
    this.agentProgram = agentProgram;
    this.registryProgram = registryProgram;
    this.goesOn = goesOn;
  }

  Network() {
    this(Programs::agent, Programs::registry);
  }

  /**
   * @param agentProgram the command that starts an agent, before its arguments; it may have to be
   *     built first
   * @param registryProgram the same for the registry
   */
  Network(Supplier<List<String>> agentProgram, Supplier<List<String>> registryProgram) {
    this(agentProgram, registryProgram, false);
  }

  /**
   * Goes on with the database and the state that its class left behind, for what takes long.
   *
   * @param heap of each agent
   */
  static Network thatGoesOn(String heap) {
    return new Network(() -> Programs.agent(heap), Programs::registry, true);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = directory.resolve(context.getRequiredTestClass().getSimpleName());
    if (!goesOn) {
      delete(directory);
    }
    Files.createDirectories(directory);
    Runtime.getRuntime().addShutdownHook(lastResort);
    agentCommand = agentProgram.get();
    registry = new RegistryProcess(directory, registryProgram.get());
  }

  RegistryProcess registry() {
    return registry;
  }

  RegistryClient client() {
    return registry.client();
  }

  Path directory() {
    return directory;
  }

  void awaitVersion(String group, long version) {
    Deadline.await("version " + version).until(() -> client().newestVersion(group) >= version);
  }

  Head awaitHead(String group, long version) {
    awaitVersion(group, version);
    return client().heads(group).get((int) version);
  }

  /** Where data sets are kept that all tests share. */
  static Path home() {
    return Programs.OUTPUT.resolve("home");
  }

  /**
   * Starts an agent with its own state directory.
   *
   * @param options of {@code node start}; they win over the usual ones
   */
  AgentProcess start(String name, String... options) {
    List<String> told = List.of(options);
    List<String> command = new ArrayList<>(agentCommand);
    command.addAll(List.of("node", "start", "--json"));
    command.addAll(List.of("--state-dir", directory.resolve(name).toString()));
    usual(told).forEach((option, value) -> command.addAll(List.of(option, value)));
    command.addAll(told);
    return started(name, command, home());
  }

  /**
   * Starts an agent with these arguments and no others.
   *
   * @param home in place of the user's own folder
   */
  AgentProcess startPlain(String name, Path home, String... arguments) {
    List<String> command = new ArrayList<>(agentCommand);
    command.addAll(List.of(arguments));
    return started(name, command, home);
  }

  /** As {@link #startPlain}, but it lives as long as the class. */
  AgentProcess startForClass(String name, String... arguments) {
    AgentProcess agent = startPlain(name, home(), arguments);
    agents.remove(agent);
    longLived.add(agent);
    return agent;
  }

  private AgentProcess started(String name, List<String> command, Path home) {
    Map<String, String> environment =
        Map.of("OMP_WAIT_POLICY", "PASSIVE", "MYCELIUM_HOME", home.toString());
    AgentProcess agent = new AgentProcess(name, directory, command, environment);
    agents.add(agent);
    return agent;
  }

  private Map<String, String> usual(List<String> told) {
    Map<String, String> options = new LinkedHashMap<>(USUAL);
    options.put("--registry", registry.uri().toString());
    options.keySet().removeAll(told);
    return options;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    agents.forEach(AgentProcess::close);
    if (context.getExecutionException().isPresent()) {
      System.err.println(transcript(context.getDisplayName()));
    }
    agents.clear();
  }

  private String transcript(String test) {
    StringBuilder text = new StringBuilder(test).append(" failed; its processes said\n");
    text.append("registry:\n").append(end(registry.transcript()));
    agents.forEach(agent -> text.append(agent).append(":\n").append(end(agent.transcript())));
    return text.append("and more lies in ").append(directory).toString();
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - SHOWN_CHARACTERS));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stopAll();
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }

  private void stopAll() {
    agents.forEach(AgentProcess::close);
    longLived.forEach(AgentProcess::close);
    if (registry != null) {
      registry.close();
    }
  }

  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Network::deleteOne);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
