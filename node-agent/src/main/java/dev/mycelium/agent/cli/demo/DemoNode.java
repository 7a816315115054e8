package dev.mycelium.agent.cli.demo;

import dev.mycelium.wire.node.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One agent of the demo: its process, and what it told so far. Thread-safe. */
final class DemoNode {
  private final String name;
  private final Process process;
  private @Nullable NodeId id;
  private String lastEvent = "starting";
  private @Nullable Double first;
  private @Nullable Double latest;
  private @Nullable Double beforeMove;
  private @Nullable String whyMoved;
  private int moves;

  DemoNode(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Reads the agent's lines until it ends. */
  void listen() {
    JsonMapper json = JsonMapper.shared();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          hear(json.readTree(line));
        } catch (JacksonException e) {
          told(line);
        }
      }
    } catch (IOException e) {
      told("stopped");
    }
  }

  private synchronized void hear(JsonNode line) {
    switch (line.path("event").asString("")) {
      case "registered" -> id = new NodeId(line.path("node_id").asString(""));
      case "scored" -> scored(line.path("metric").asDouble());
      case "moving" -> {
        moves++;
        beforeMove = latest;
        whyMoved = line.path("reason").asString("");
      }
      default -> {}
    }
    lastEvent = line.path("text").asString(lastEvent);
  }

  private void scored(double metric) {
    first = first == null ? metric : first;
    latest = metric;
  }

  private synchronized void told(String line) {
    lastEvent = line;
  }

  String name() {
    return name;
  }

  Process process() {
    return process;
  }

  synchronized Optional<NodeId> id() {
    return Optional.ofNullable(id);
  }

  synchronized String lastEvent() {
    return process.isAlive() ? lastEvent : "ended with " + process.exitValue() + ": " + lastEvent;
  }

  synchronized Optional<Double> first() {
    return Optional.ofNullable(first);
  }

  synchronized Optional<Double> latest() {
    return Optional.ofNullable(latest);
  }

  synchronized Optional<Double> beforeMove() {
    return Optional.ofNullable(beforeMove);
  }

  synchronized Optional<String> whyMoved() {
    return Optional.ofNullable(whyMoved);
  }

  synchronized int moves() {
    return moves;
  }
}
