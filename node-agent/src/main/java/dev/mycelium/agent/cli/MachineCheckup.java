package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.learning.djl.NoEngineException;
import dev.mycelium.agent.learning.djl.NoGpuException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine has what an agent needs.
 *
 * @param engine loads the native library, or tells why it can't be loaded
 */
record MachineCheckup(Supplier<NativeEngine> engine) {
  private static final long LEAST_FREE = 512L << 20;
  private static final long COMFORTABLE = 4L << 30;
  private static final int FIRST_PORT = 8080;
  private static final int MOST_PORT = 65_535;
  private static final Path NVIDIA = Path.of("/dev/nvidia0");

  MachineCheckup {
    requireNonNull(engine, "engine");
  }

  /**
   * @param home where agents keep their state
   * @param port that an agent is told to serve at; null for the first free one
   */
  List<Finding> findings(Path home, @Nullable Integer port, DeviceChoice device) {
    return List.of(
        disk(home),
        port == null ? firstPort(FIRST_PORT) : toldPort(port),
        library(),
        gpu(device, Files.exists(NVIDIA)));
  }

  static Finding disk(Path home) {
    Path there = home.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      Files.delete(Files.createTempFile(there, "mycelium", ".doctor"));
    } catch (IOException e) {
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

  static Finding firstPort(int port) {
    return isFree(port)
        ? Finding.ok("port", port + " is free to serve at")
        : Finding.warn(
            "port",
            port + " is taken, perhaps by an agent that runs",
            "Nothing: an agent takes the next free one. If its address must stay, say --port.");
  }

  static Finding toldPort(int port) {
    if (isFree(port)) {
      return Finding.ok("port", port == 0 ? "any that is free" : port + " is free to serve at");
    }
    return Finding.fail(
        "port",
        port < 0 || port > MOST_PORT
            ? "%d (expected: 0 to %d)".formatted(port, MOST_PORT)
            : port + " is taken, perhaps by an agent that runs",
        "End what serves there, or say another --port, or none to take the first free one.");
  }

  private static boolean isFree(int port) {
    try (ServerSocket door = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return door.isBound();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  Finding library() {
    try {
      List<String> advice = engine.get().advice();
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

  /**
   * @param present whether this machine has one, as far as its devices tell
   */
  Finding gpu(DeviceChoice wanted, boolean present) {
    try {
      String device = engine.get().device(wanted).description();
      return present && wanted == DeviceChoice.AUTO && device.startsWith("cpu")
          ? Finding.warn(
              "gpu",
              "there is one, but the library computes on the CPU",
              "Set PYTORCH_LIBRARY_PATH to the torch/lib of a PyTorch with CUDA.")
          : Finding.ok("gpu", "training runs on: " + device);
    } catch (NoGpuException e) {
      return Finding.fail("gpu", String.valueOf(e.getMessage()), ExitCode.NO_GPU.remedy());
    } catch (NoEngineException e) {
      return Finding.fail("gpu", "unknown while the library does not load", "See library.");
    }
  }
}
