package dev.mycelium.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An agent that keeps its state directory and its options over restarts. */
final class AgentProcess implements AutoCloseable {
  private final String name;
  private final Path directory;
  private final List<String> command;
  private final Map<String, String> environment;
  private int starts;
  private ChildProcess process;

  AgentProcess(String name, Path directory, List<String> command, Map<String, String> environment) {
    this.name = name;
    this.directory = directory;
    this.command = command;
    this.environment = environment;
    this.process = started();
  }

  Path stateDirectory() {
    return directory.resolve(name);
  }

  /** Waits until it knows who it is. */
  String nodeId() {
    return awaitEvent("registered").path("node_id").asString();
  }

  /** Waits until it is in a group. */
  String groupId() {
    return awaitEvent("joined").path("group_id").asString();
  }

  /** What it told of this kind since its last start, oldest first. */
  List<JsonNode> events(String kind) {
    List<JsonNode> events = new ArrayList<>();
    for (String line : completeLines(process.out())) {
      JsonNode event = RegistryClient.JSON.readTree(line);
      if (event.path("event").asString().equals(kind)) {
        events.add(event);
      }
    }
    return events;
  }

  Optional<JsonNode> lastEvent(String kind) {
    List<JsonNode> events = events(kind);
    return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
  }

  /** Version of the head that it scored last; -1 before the first. */
  long scoredVersion() {
    return lastEvent("scored").map(event -> event.path("version").asLong()).orElse(-1L);
  }

  /** Waits for the first event of this kind. */
  JsonNode awaitEvent(String kind) {
    Deadline.await(name + ": " + kind).until(() -> !process.isAlive() || !events(kind).isEmpty());
    List<JsonNode> events = events(kind);
    if (events.isEmpty()) {
      throw new AssertionError(name + " ended before it " + kind + ": " + transcript());
    }
    return events.get(0);
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.kill();
  }

  void terminate() {
    process.terminate();
  }

  void pause() {
    process.pause();
  }

  void resume() {
    process.resume();
  }

  int awaitExit() {
    return process.awaitExit();
  }

  void restart() {
    process.close();
    process = started();
  }

  String out() {
    return process.out();
  }

  String err() {
    return process.err();
  }

  String transcript() {
    return out() + err();
  }

  private ChildProcess started() {
    starts++;
    return ChildProcess.start(directory.resolve(name + "-" + starts), command, environment);
  }

  /** Without a last line that is still being written. */
  private static List<String> completeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
