package dev.mycelium.e2e;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.performance.Score;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A demo that somebody runs, and what it printed so far. */
final class DemoProcess implements AutoCloseable {
  private static final Pattern REGISTRY = Pattern.compile("(?m)^registry {5}(http://\\S+)");
  private static final Pattern FOLDER = Pattern.compile("(?m)^state, logs {2}(.+)$");
  private static final Pattern TABLE = Pattern.compile("(?m)^-- after \\d+ s\n(NODE +GROUP .*)$");

  private final int nodes;
  private final ChildProcess process;
  private @Nullable RegistryClient client;

  /**
   * @param nodes how many agents it was told to start
   */
  DemoProcess(int nodes, ChildProcess process) {
    this.nodes = nodes;
    this.process = process;
  }

  int nodes() {
    return nodes;
  }

  /** Where its registry is, as printed. */
  URI registry() {
    return URI.create(printed(REGISTRY));
  }

  /** Where its logs and state lie, as printed. */
  Path folder() {
    return Path.of(printed(FOLDER));
  }

  private String printed(Pattern line) {
    Deadline.await(line.pattern())
        .until(() -> !process.isAlive() || line.matcher(process.out()).find());
    Matcher found = line.matcher(process.out());
    if (!found.find()) {
      throw new AssertionError("the demo ended before it printed " + line + ": " + transcript());
    }
    return found.group(1);
  }

  /** Tables printed so far; ten seconds lie between two of them. */
  long tables() {
    return TABLE.matcher(process.out()).results().count();
  }

  /** Waits until its registry answers. */
  RegistryClient client() {
    RegistryClient known = client;
    if (known != null) {
      return known;
    }
    RegistryClient begun = new RegistryClient(registry());
    Deadline.await("the demo's registry")
        .ignoreExceptions()
        .until(() -> begun.get("/health").status() == 200);
    client = begun;
    return begun;
  }

  /** The agent of this name, once it has registered. */
  Optional<NodeView> node(String name) {
    return client().nodes().stream().filter(node -> name.equals(node.name())).findFirst();
  }

  Optional<GroupId> groupOf(String name) {
    return node(name).map(NodeView::currentGroupId);
  }

  /** The agent's latest score in the group it is in. */
  Optional<Double> scoreOf(String name) {
    return groupOf(name).stream()
        .flatMap(group -> client().members(group.value()).stream())
        .filter(member -> name.equals(member.name()))
        .findFirst()
        .map(MemberView::score)
        .map(Score::value);
  }

  /** What the group's members measured. */
  Optional<Double> measured(GroupId group) {
    return Optional.ofNullable(client().group(group.value()).standing().measured());
  }

  List<RegistryProcess.Event> moves() {
    return RegistryProcess.events(folder().resolve("registry.db"), "node_moved");
  }

  /** Every process that it started and that still lives. */
  List<ProcessHandle> children() {
    return process.children();
  }

  /** SIGTERM. */
  void terminate() {
    process.terminate();
  }

  /** SIGINT, as Ctrl-C sends it. */
  void interrupt() {
    process.interrupt();
  }

  int awaitExit() {
    return process.awaitExit();
  }

  String out() {
    return process.out();
  }

  String transcript() {
    return process.out() + process.err();
  }

  @Override
  public void close() {
    List<ProcessHandle> left = children();
    process.close();
    left.forEach(ProcessHandle::destroyForcibly);
  }
}
