package dev.mycelium.agent.cli.demo;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.HttpDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The processes of a demo. Closing stops what it started, and only that: nodes first. */
final class DemoNetwork implements AutoCloseable {
  private static final int USUAL_PORT = 8000;
  private static final long PATIENCE_SECONDS = 15;

  private final Launcher launcher;
  private final Path folder;
  private final int port;
  private final List<DemoNode> nodes = new CopyOnWriteArrayList<>();
  private final Process registry;

  DemoNetwork(Launcher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      port = freePort();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + folder + ": " + e.getMessage(), e);
    }
    registry =
        launcher.startLogged(
            folder.resolve("registry.log"),
            List.of(
                "registry",
                "--port",
                String.valueOf(port),
                "--database",
                folder.resolve("registry.db").toString()));
  }

  URI url() {
    return URI.create("http://localhost:" + port);
  }

  Directory directory() {
    return new HttpDirectory(url());
  }

  boolean isRegistryAlive() {
    return registry.isAlive();
  }

  List<DemoNode> nodes() {
    return nodes;
  }

  /** Starts an agent with intervals short enough for a story. */
  DemoNode start(String name, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of("node", "start", "--json", "--name", name));
    arguments.addAll(List.of("--registry", url().toString()));
    arguments.addAll(List.of("--state-dir", folder.resolve(name).toString()));
    arguments.addAll(List.of("--heartbeat-interval", "2s", "--group-evaluation-interval", "5s"));
    arguments.addAll(options);
    DemoNode node =
        new DemoNode(name, launcher.startHeard(folder.resolve(name + ".errors.log"), arguments));
    nodes.add(node);
    begin(node::listen, name + "-output");
    return node;
  }

  private static void begin(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket usual = new ServerSocket(USUAL_PORT, 1, loopback)) {
      return usual.getLocalPort();
    } catch (IOException taken) {
      try (ServerSocket any = new ServerSocket(0, 1, loopback)) {
        return any.getLocalPort();
      }
    }
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.process().destroy());
    nodes.forEach(node -> end(node.process()));
    registry.destroy();
    end(registry);
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
