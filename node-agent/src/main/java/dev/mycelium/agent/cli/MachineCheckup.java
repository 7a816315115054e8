package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.learning.djl.NoEngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether this machine has what an agent needs. */
final class MachineCheckup {
  private static final long LEAST_FREE = 512L << 20;
  private static final long COMFORTABLE = 4L << 30;
  private static final int FIRST_PORT = 8080;
  private static final Path NVIDIA = Path.of("/dev/nvidia0");

  private MachineCheckup() {}

  static List<Finding> of(Path home) {
    return List.of(disk(home), port(FIRST_PORT), library(), gpu(Files.exists(NVIDIA)));
  }

  static Finding disk(Path home) {
    Path there = home.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Finding.fail(
          "disk",
          there + " can't be written",
          "Set MYCELIUM_HOME or --state-dir to a folder that can.");
    }
    return space(home, there.toFile().getUsableSpace());
  }

  static Finding space(Path home, long free) {
    String found = "%,d MiB free for %s".formatted(free >> 20, home);
    String cure = "Free some, or set MYCELIUM_HOME or --state-dir to a larger disk.";
    if (free < LEAST_FREE) {
      return Finding.fail("disk", found, cure);
    }
    return free < COMFORTABLE ? Finding.warn("disk", found, cure) : Finding.ok("disk", found);
  }

  static Finding port(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return Finding.ok("port", free.getLocalPort() + " is free to serve at");
    } catch (IOException e) {
      return Finding.warn(
          "port",
          port + " is taken, perhaps by an agent that runs",
          "Nothing: an agent takes the next free one. If its address must stay, say --port.");
    }
  }

  private static Finding library() {
    try {
      List<String> advice = NativeEngine.start(EngineOptions.defaults()).advice();
      return advice.isEmpty()
          ? Finding.ok("library", "the native library loads")
          : Finding.warn("library", "the native library loads", String.join(" ", advice));
    } catch (NoEngineException e) {
      return Finding.fail(
          "library",
          String.valueOf(e.getMessage()),
          "Use a build for this kind of machine; with a PyTorch of your own check PYTORCH_LIBRARY_PATH.");
    }
  }

  static Finding gpu(boolean present) {
    try {
      String device =
          NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.AUTO).description();
      return present && device.startsWith("cpu")
          ? Finding.warn(
              "gpu",
              "there is one, but the library computes on the CPU",
              "Set PYTORCH_LIBRARY_PATH to the torch/lib of a PyTorch with CUDA.")
          : Finding.ok("gpu", "training runs on: " + device);
    } catch (NoEngineException e) {
      return Finding.fail("gpu", "unknown while the library does not load", "See library.");
    }
  }
}
