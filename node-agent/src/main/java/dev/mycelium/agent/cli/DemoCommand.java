package dev.mycelium.agent.cli;

import dev.mycelium.agent.cli.demo.Demo;
import dev.mycelium.agent.cli.demo.DemoOptions;
import dev.mycelium.agent.cli.demo.Launcher;
import dev.mycelium.agent.learning.data.DataSpec;
import dev.mycelium.agent.learning.data.Dataset;
import dev.mycelium.agent.learning.data.Datasets;
import dev.mycelium.agent.learning.data.ImageExamples;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mycelium demo}. */
@Command(
    name = "demo",
    description = {
      "Watch a network learn on this machine.",
      "A registry and agents as real processes, two kinds of data, two groups, and one agent that begins in the wrong one."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final String LAUNCHER = "mycelium.launcher";
  private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Spec private CommandSpec spec;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "4",
      description = "Agents to start, 3 to 16 (${DEFAULT-VALUE}).")
  private int nodes = 4;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "5m",
      description = "How long it runs (${DEFAULT-VALUE}).")
  private Duration duration = Duration.ofMinutes(5);

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      defaultValue = "synthetic:digits",
      description = "Images that the agents share out, such as idx:DIR (${DEFAULT-VALUE}).")
  private String data = "synthetic:digits";

  @Option(names = "--model", paramLabel = "MODEL", description = "linear or mlp:WIDTH[,WIDTH...].")
  private @Nullable String model;

  @Option(
      names = "--switch-threshold",
      paramLabel = "X",
      defaultValue = "0.05",
      description =
          "How much better another group must be (${DEFAULT-VALUE}; with 1 nobody moves).")
  private double switchThreshold = 0.05;

  @SuppressWarnings("NullAway.Init")
  DemoCommand() {}

  @Override
  public Integer call() {
    String launcher = System.getProperty(LAUNCHER);
    if (launcher == null) {
      throw new CommandFailedException(
          ExitCode.DEMO_FAILED, "the demo must be started by the script: ./mycelium demo");
    }
    DemoOptions options = options();
    PrintWriter out = spec.commandLine().getOut();
    prepare(out, options);
    Clock clock = Clock.system(ZoneId.systemDefault());
    Path folder =
        MyceliumHome.path()
            .resolve("demo")
            .resolve(FOLDER.format(clock.instant().atZone(clock.getZone())));
    Demo demo = new Demo(options, new Launcher(launcher), folder, out, System.console() != null);
    Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-end"));
    boolean lived = demo.run();
    demo.close();
    if (!lived) {
      throw new CommandFailedException(
          ExitCode.DEMO_FAILED, "the registry ended; see " + folder.resolve("registry.log"));
    }
    return ExitCode.OK.number();
  }

  private DemoOptions options() {
    try {
      return new DemoOptions(nodes, duration, absolute(data), model, switchThreshold);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The same data for agents that work in a folder of their own. */
  private static String absolute(String data) {
    int path = data.indexOf(':') + 1;
    if (path == 0 || data.startsWith("synthetic:")) {
      return data;
    }
    int question = data.indexOf('?', path);
    int end = question < 0 ? data.length() : question;
    Path file = Path.of("").toAbsolutePath().resolve(data.substring(path, end)).normalize();
    return data.substring(0, path) + file + data.substring(end);
  }

  /** Reads the data once before anything is started: a wrong spec is said here, in one sentence. */
  private static void prepare(PrintWriter out, DemoOptions options) {
    out.println("preparing data: " + options.data());
    out.flush();
    Dataset whole =
        new Datasets(Path.of("").toAbsolutePath(), MyceliumHome.cache())
            .load(DataSpec.parse(options.data()));
    if (!(whole.train() instanceof ImageExamples)) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID,
          "--data: %s (expected: images, since the demo turns some of them)"
              .formatted(options.data()));
    }
    out.printf("%,d images of %d classes%n", whole.train().size(), whole.labels().size());
  }
}
