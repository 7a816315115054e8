package dev.mycelium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own whose output lies in files, so that no pipe can fill up and a failed test
 * can show it. Whoever starts it closes it.
 */
final class ChildProcess implements AutoCloseable {
  private static final long EXIT_SECONDS = 600;

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code command} in the repository's root; its output goes to files of that name. */
  static ChildProcess start(Path files, List<String> command, Map<String, String> environment) {
    return startIn(Programs.ROOT, files, command, environment);
  }

  /** Starts {@code command} in a folder of its own. */
  static ChildProcess startIn(
      Path directory, Path files, List<String> command, Map<String, String> environment) {
    Path out = files.resolveSibling(files.getFileName() + ".out");
    Path err = files.resolveSibling(files.getFileName() + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.to(out.toFile()))
            .redirectError(ProcessBuilder.Redirect.to(err.toFile()));
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The processes that it started, and those that they started. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** What it has used of the processors so far. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it printed so far. */
  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  /** SIGKILL: no goodbye. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGINT, as Ctrl-C sends it. */
  void interrupt() {
    signal("INT");
  }

  /** SIGSTOP: alive, and silent. */
  void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() {
    signal("CONT");
  }

  int awaitExit() {
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("runs after " + EXIT_SECONDS + " s (expected: exited)");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an exit", e);
    }
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new AssertionError("kill -" + name + " exited with " + exit + " (expected: 0)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while signalling", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Ends it whatever it does, also if it is stopped. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
