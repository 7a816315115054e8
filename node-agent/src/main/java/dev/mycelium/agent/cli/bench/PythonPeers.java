package dev.mycelium.agent.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Peers in a Python process that runs {@code bench/peers.py}. Without a Python, or where a library
 * is missing, a peer is not run and said to be so. Closing it ends the process.
 */
final class PythonPeers implements AutoCloseable {
  private final @Nullable Process process;
  private final @Nullable Path script;
  private final Set<String> known;

  private PythonPeers(@Nullable Process process, @Nullable Path script, Set<String> known) {
    this.process = process;
    this.script = script;
    this.known = known;
  }

  /**
   * @param python null for none
   * @param arguments which peers
   */
  static PythonPeers start(@Nullable Path python, String... arguments) {
    if (python == null) {
      return new PythonPeers(null, null, Set.of());
    }
    try {
      Path script = script();
      List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String names = process.inputReader(UTF_8).readLine();
      return new PythonPeers(process, script, names == null ? Set.of() : Set.of(names.split(" ")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + python + ": " + e.getMessage(), e);
    }
  }

  private static Path script() throws IOException {
    Path script = Files.createTempFile("mycelium-peers", ".py");
    try (InputStream content = PythonPeers.class.getResourceAsStream("/bench/peers.py")) {
      Files.copy(requireNonNull(content, "peers.py"), script, StandardCopyOption.REPLACE_EXISTING);
    }
    return script;
  }

  Contender peer(String name) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long nanos() {
        return known.contains(name) ? asked(name) : NOT_RUN;
      }
    };
  }

  private long asked(String name) {
    Process running = requireNonNull(process, "process");
    PrintWriter asks = new PrintWriter(running.outputWriter(UTF_8), true);
    BufferedReader answers = running.inputReader(UTF_8);
    asks.println(name);
    try {
      return Long.parseLong(requireNonNull(answers.readLine(), name + " ended"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
    try {
      if (script != null) {
        Files.deleteIfExists(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
