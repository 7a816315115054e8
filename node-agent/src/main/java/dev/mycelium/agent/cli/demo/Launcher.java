package dev.mycelium.agent.cli.demo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Starts `mycelium` commands as processes that end with this one. */
public final class Launcher {
  /** Names the process whose end also ends the one that reads it. */
  public static final String PARENT = "MYCELIUM_PARENT_PID";

  private static final String JAVA_OPTIONS = "MYCELIUM_JAVA_OPTIONS";

  /**
   * Half the processor time until a process is up; the little it costs later is not missed here.
   */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Set<String> KEPT = Set.of("MYCELIUM_HOME", JAVA_OPTIONS);

  private static final Pattern PLAIN = Pattern.compile("[\\w.:/\\\\-]+");

  private final String script;

  public Launcher(String script) {
    this.script = requireNonNull(script, "script");
  }

  /** A process that writes everything to {@code log}. */
  Process startLogged(Path log, List<String> arguments) {
    return start(ProcessBuilder.Redirect.appendTo(log.toFile()), log, arguments);
  }

  /** A process whose standard output is read here, and whose errors go to {@code errors}. */
  Process startHeard(Path errors, List<String> arguments) {
    return start(ProcessBuilder.Redirect.PIPE, errors, arguments);
  }

  /** Options from the environment would be the same for all; the demo gives each its own. */
  private static boolean isOption(String variable) {
    return variable.startsWith("FL_")
        || variable.equals("DATA_SOURCE")
        || (variable.startsWith("MYCELIUM_") && !KEPT.contains(variable));
  }

  /**
   * What to start. Java puts an argument in quotes for its spaces alone, and to a batch file an
   * ampersand outside of quotes ends the command.
   */
  static List<String> command(String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(script));
    for (String argument : arguments) {
      boolean plain = !script.endsWith(".cmd") || PLAIN.matcher(argument).matches();
      command.add(plain ? argument : '"' + argument + '"');
    }
    return command;
  }

  private Process start(ProcessBuilder.Redirect output, Path errors, List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(script, arguments));
    builder.environment().keySet().removeIf(Launcher::isOption);
    builder.environment().put("MYCELIUM_BUILT", "yes");
    builder.environment().putIfAbsent(JAVA_OPTIONS, QUICK_START);
    builder.environment().put(PARENT, String.valueOf(ProcessHandle.current().pid()));
    builder.redirectOutput(output);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + script + ": " + e.getMessage(), e);
    }
  }
}
