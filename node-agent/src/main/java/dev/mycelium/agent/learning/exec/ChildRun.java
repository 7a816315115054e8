package dev.mycelium.agent.learning.exec;

import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.CancelledException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a learner's command, with a thread that writes its request and one that carries
 * what it prints into the log. When it ends or is closed, no process that was seen among its
 * descendants lives on.
 */
final class ChildRun implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChildRun.class);
  private static final long LOOK_MILLIS = 50;
  private static final long DRAIN_MILLIS = 2_000;
  private static final int MOST_LINES = 10_000;
  private static final int LONGEST_LINE = 2_000;

  private final Process process;
  private final String operation;
  private final Thread printer;
  private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();
  private volatile String lastLine = "";

  /**
   * What the process may take.
   *
   * @param bytes of all files in its folder together
   */
  record Bounds(Duration timeout, long bytes, Workspace files) {}

  private ChildRun(Process process, String operation) {
    this.process = process;
    this.operation = operation;
    this.printer = new Thread(this::print, "learner-log");
    printer.setDaemon(true);
  }

  static ChildRun start(List<String> words, String operation) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeIf(ChildRun::isSecret);
    ChildRun run = new ChildRun(builder.start(), operation);
    run.printer.start();
    return run;
  }

  /** The agent's own secrets are none of the command's business. */
  private static boolean isSecret(String variable) {
    return variable.equals("MYCELIUM_TOKEN")
        || (variable.startsWith("MYCELIUM_") && variable.endsWith("PASSWORD"));
  }

  /**
   * Writes the request on a thread of its own: a process that does not read blocks its writer once
   * the pipe is full. The process's end frees that thread.
   */
  void send(byte[] request) {
    Thread writer = new Thread(() -> write(request), "learner-request");
    writer.setDaemon(true);
    writer.start();
  }

  /** A command that knows what to do may end without reading. */
  private void write(byte[] request) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(request);
    } catch (IOException e) {
      note("did not read its request: " + e.getMessage());
    }
  }

  private void note(String text) {
    log.info("learner {}: {}", operation, text);
  }

  /**
   * Lines over the limit, and what is too long of one, are read and forgotten, so that the process
   * never blocks on a pipe.
   */
  private void print() {
    try (BriefLines lines =
        new BriefLines(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8),
            LONGEST_LINE)) {
      int count = 0;
      for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
        String line = next.get();
        if (!line.isBlank()) {
          lastLine = line.strip();
        }
        if (count++ < MOST_LINES) {
          note(line);
        }
      }
    } catch (IOException e) {
      log.debug("learner {}: its output ended: {}", operation, e.getMessage());
    }
  }

  /**
   * Waits for a good end.
   *
   * @throws CancelledException if {@code stop} or {@code closed} was requested before
   * @throws ExecFailedException for a bad end, or when a bound was passed
   */
  void await(Bounds bounds, Cancellation stop, BooleanSupplier closed) {
    long end = System.nanoTime() + bounds.timeout().toNanos();
    while (!ended()) {
      process.descendants().forEach(descendants::add);
      if (stop.isRequested() || closed.getAsBoolean()) {
        throw new CancelledException("learner command: " + operation);
      }
      if (System.nanoTime() - end > 0) {
        throw failed("no end after " + bounds.timeout(), "sooner, or a longer --learner-timeout");
      }
      if (bounds.files().bytes() > bounds.bytes()) {
        throw failed(
            "wrote over %,d bytes".formatted(bounds.bytes()), "no more than the parameters take");
      }
    }
    if (closed.getAsBoolean()) {
      throw new CancelledException("learner command: " + operation);
    }
    drain();
    if (process.exitValue() != 0) {
      throw failed(
          "exit code %d, last said: %s".formatted(process.exitValue(), lastLine),
          "exit code 0; all it said is in the log");
    }
    if (bounds.files().bytes() > bounds.bytes()) {
      throw failed(
          "wrote over %,d bytes".formatted(bounds.bytes()), "no more than the parameters take");
    }
  }

  private ExecFailedException failed(String what, String expected) {
    return ExecFailedException.of(operation, what, expected);
  }

  private boolean ended() {
    try {
      return process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("learner command: " + operation);
    }
  }

  /** A child that outlives the command may hold the pipe: its lines are not waited for. */
  private void drain() {
    try {
      printer.join(DRAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void kill() {
    process.descendants().forEach(descendants::add);
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    kill();
  }
}
