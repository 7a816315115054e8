package dev.mycelium.agent.cli;

import dev.mycelium.agent.cli.demo.Demo;
import dev.mycelium.agent.cli.demo.DemoOptions;
import dev.mycelium.agent.cli.demo.DigitsScenario;
import dev.mycelium.agent.cli.demo.Launcher;
import dev.mycelium.agent.cli.demo.MarketsScenario;
import dev.mycelium.agent.cli.demo.Scenario;
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
      "A registry and agents as real processes, two kinds of data, two groups, and",
      "one agent that begins in the wrong one."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Scenarios:",
      "  digits    images of digits, upright and upside down; the score is accuracy",
      "  markets   hourly bars of exchanges, the next return from the last ones; the",
      "            score is R2, where 0 is as good as the mean. Without --data the",
      "            exchanges are made up: on some a move is partly taken back, on",
      "            others it goes on, so that something can be foretold. Real ones",
      "            rarely allow that.",
      "",
      "Examples:",
      "  mycelium demo --nodes 5 --duration 10m",
      "  mycelium demo --scenario markets",
      "  mycelium demo --scenario markets --nodes 3 --data ohlcv:bars"
    })
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

  /** The scenarios by their names. */
  enum ScenarioName {
    DIGITS,
    MARKETS
  }

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "digits",
      description = "digits or markets, see below (${DEFAULT-VALUE}).")
  private ScenarioName scenario = ScenarioName.DIGITS;

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = {
        "digits: images that the agents share out, such as idx:DIR (default: synthetic:digits).",
        "markets: ohlcv:DIR with a file of bars for each agent (default: made up)."
      })
  private @Nullable String data;

  @Option(names = "--model", paramLabel = "MODEL", description = "linear or mlp:WIDTH[,WIDTH...].")
  private @Nullable String model;

  @Option(
      names = "--switch-threshold",
      paramLabel = "X",
      description =
          "How much better another group must be (default: 0.05 of accuracy, 0.2 of R2; with 1"
              + " nobody moves).")
  private @Nullable Double switchThreshold;

  @SuppressWarnings("NullAway.Init")
  DemoCommand() {}

  @Override
  public Integer call() {
    String launcher = System.getProperty(LAUNCHER);
    if (launcher == null) {
      throw new CommandFailedException(
          ExitCode.DEMO_FAILED, "the demo must be started by the script: ./mycelium demo");
    }
    PrintWriter out = spec.commandLine().getOut();
    Clock clock = Clock.system(ZoneId.systemDefault());
    Path folder =
        MyceliumHome.path()
            .resolve("demo")
            .resolve(FOLDER.format(clock.instant().atZone(clock.getZone())));
    DemoOptions options = options(folder);
    prepare(out, options.scenario());
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

  private DemoOptions options(Path folder) {
    try {
      int agents = DemoOptions.requireNodes(nodes);
      Scenario told = scenario(agents, folder);
      double threshold = switchThreshold == null ? told.switchThreshold() : switchThreshold;
      return new DemoOptions(duration, told, model, threshold);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Scenario scenario(int agents, Path folder) {
    return switch (scenario) {
      case DIGITS -> new DigitsScenario(data == null ? "synthetic:digits" : absolute(data), agents);
      case MARKETS ->
          data == null
              ? MarketsScenario.synthetic(agents, folder.resolve("markets"))
              : MarketsScenario.of(absolute(data), agents);
    };
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
  private static void prepare(PrintWriter out, Scenario scenario) {
    if (scenario instanceof DigitsScenario digits) {
      prepare(out, digits);
    } else if (scenario instanceof MarketsScenario markets) {
      for (String file : markets.files()) {
        out.printf("%,d examples%n", load(out, file).train().size());
      }
    }
    out.flush();
  }

  private static void prepare(PrintWriter out, DigitsScenario digits) {
    Dataset whole = load(out, digits.data());
    if (!(whole.train() instanceof ImageExamples)) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID,
          "--data: %s (expected: images, since the demo turns some of them)"
              .formatted(digits.data()));
    }
    out.printf("%,d images of %d classes%n", whole.train().size(), whole.labels().size());
  }

  private static Dataset load(PrintWriter out, String data) {
    out.println("preparing data: " + data);
    out.flush();
    return new Datasets(Path.of("").toAbsolutePath(), MyceliumHome.cache())
        .load(DataSpec.parse(data));
  }
}
