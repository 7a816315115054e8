package dev.mycelium.agent.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Hourly bars of exchanges, one exchange an agent: the return of the next bar is learned from the
 * last ones, and scored by R², 1 - squared error / squared deviation from the mean: 1 is perfect, 0
 * is what the mean alone gives.
 *
 * @param files data of each agent, as {@code --data} takes it
 */
public record MarketsScenario(List<String> files, int firstKind) implements Scenario {
  /** By which agents with files of any name meet. */
  private static final String NAME = "markets";

  private static final long SEED = 7;
  private static final double REVERTING = -0.6;
  private static final double TRENDING = 0.6;
  private static final String BARS = "ohlcv:";

  public MarketsScenario {
    files = List.copyOf(files);
  }

  /**
   * Exchanges that do not exist, as files in {@code folder}: on the first half of them an hour's
   * move is partly taken back in the next one, on the others it goes on.
   */
  public static MarketsScenario synthetic(int agents, Path folder) {
    List<String> files = new ArrayList<>();
    for (int agent = 0; agent < agents; agent++) {
      boolean reverting = agent < agents / 2;
      Path file = folder.resolve("exchange-%d.csv".formatted(agent + 1));
      new SyntheticBars(SEED, agent, reverting ? REVERTING : TRENDING).writeTo(file);
      files.add(named(BARS + file));
    }
    return new MarketsScenario(files, agents / 2);
  }

  /**
   * The first files of a folder by their names, one for each agent.
   *
   * @param data {@code ohlcv:FOLDER}, with options for every file behind a question mark
   */
  public static MarketsScenario of(String data, int agents) {
    int question = data.indexOf('?');
    String options = question < 0 ? "" : data.substring(question);
    String folder = question < 0 ? data : data.substring(0, question);
    if (!folder.startsWith(BARS)) {
      throw invalid(data, "ohlcv:FOLDER with a file for each agent");
    }
    List<Path> files = files(data, Path.of(folder.substring(BARS.length())));
    if (files.size() < agents) {
      throw invalid(
          "%s with %d files".formatted(data, files.size()),
          "a file for each of %d agents; --nodes says how many".formatted(agents));
    }
    return new MarketsScenario(
        files.subList(0, agents).stream().map(file -> named(BARS + file + options)).toList(),
        agents);
  }

  private static List<Path> files(String data, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".csv") || file.toString().endsWith(".csv.gz"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw invalid(data, "ohlcv:FOLDER with .csv or .csv.gz files in it");
    }
  }

  private static IllegalArgumentException invalid(String data, String expected) {
    return new IllegalArgumentException("--data: %s (expected: %s)".formatted(data, expected));
  }

  private static String named(String data) {
    return "%s%sname=%s".formatted(data, data.contains("?") ? "&" : "?", NAME);
  }

  @Override
  public String introduction() {
    String who =
        firstKind < agents()
            ? agents() + " agents, two kinds of synthetic markets (reverting, trending)"
            : agents()
                + " agents, an exchange each; one that joins later finds the group by itself";
    return who + "; R2 is 1 where all is foretold, 0 where the mean does as well";
  }

  @Override
  public int agents() {
    return files.size();
  }

  @Override
  public String model() {
    return "linear";
  }

  @Override
  public List<String> options(int agent) {
    return List.of(
        "--data",
        files.get(agent),
        "--optimizer",
        "adam",
        "--learning-rate",
        "0.002",
        "--batch-size",
        "32",
        "--local-epochs",
        "5");
  }

  /** More than R² differs between exchanges of one kind by chance. */
  @Override
  public double switchThreshold() {
    return 0.2;
  }

  @Override
  public String metric() {
    return "R2";
  }

  @Override
  public String score(double metric) {
    return String.format(Locale.ROOT, "%.3f", metric).replaceFirst("^-(0\\.0*)$", "$1");
  }
}
