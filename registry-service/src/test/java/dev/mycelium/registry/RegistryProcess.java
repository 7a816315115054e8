package dev.mycelium.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The registry as a process of its own, as an operator starts it. */
final class RegistryProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("registry ready at (https?://\\S+), ");

  private final Process process;
  private final String url;

  private RegistryProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts it, and waits for the line that names its address. */
  static RegistryProcess on(Path database, String... options) throws IOException {
    List<String> command =
        command(
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
            "--port",
            "0",
            "--database",
            database.toString());
    command.addAll(List.of(options));
    return started(command, Map.of());
  }

  /** Runs what starts it, whatever stands around the {@link #command}. */
  static RegistryProcess started(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    RegistryProcess registry = new RegistryProcess(process, readyUrl(output));
    drain(output);
    return registry;
  }

  static List<String> command(List<String> virtualMachine, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(virtualMachine);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RegistryApplication.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  String url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, as SIGTERM does. Its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new AssertionError("still alive 120 s after SIGTERM");
    }
    return process.exitValue();
  }

  /** A process whose output nobody reads stands still when the pipe is full. */
  private static void drain(BufferedReader output) {
    Thread drain = new Thread(() -> readToTheEnd(output), "registry-output");
    drain.setDaemon(true);
    drain.start();
  }

  private static void readToTheEnd(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException killed) {
      // Nothing is said any more.
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String readyUrl(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return ready.group(1);
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("ended before it was ready:\n" + said);
  }
}
