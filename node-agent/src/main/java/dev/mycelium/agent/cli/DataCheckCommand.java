package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.data.ColumnFacts;
import dev.mycelium.agent.learning.data.Inspection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium data check SPEC}. */
@Command(
    name = "check",
    description = {
      "Read data as a node would, and say what is odd about it.",
      "What it is, and what of it would leave the node, is told too. Nothing is sent."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  mycelium data check 'csv:patients.csv?label=sick'",
      "  mycelium data check 'csv:patients.csv?label=sick' --write-schema agreed.json",
      "  mycelium node start --data 'csv:patients.csv?label=sick' --schema agreed.json"
    })
final class DataCheckCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SPEC", description = "Data, written as for `node start --data`.")
  private String data = "";

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Share that would be set aside for scores (${DEFAULT-VALUE}).")
  private double holdout = 0.2;

  @Option(
      names = "--validation",
      paramLabel = "SPEC",
      description = "Other data to score on, in place of --holdout.")
  private @Nullable String validation;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of the draw of what is set aside (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "Columns, labels and statistics that nodes agreed on.")
  private @Nullable Path schema;

  @Option(
      names = "--write-schema",
      paramLabel = "FILE",
      description = "Write this data's columns, labels and statistics, for others to agree on.")
  private @Nullable Path written;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  DataCheckCommand() {}

  @Override
  public Integer call() {
    LoadedExamples loaded = LoadedExamples.load(options());
    Inspection found = Inspection.of(loaded.data(), loaded.split(), loaded.task());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(found));
    } else {
      print(found, out);
    }
    if (written != null) {
      TaskFile.write(loaded.task(), written);
    }
    out.flush();
    return ExitCode.OK.number();
  }

  private LearningOptions options() {
    LearningOptions options = new LearningOptions();
    options.data = data;
    options.holdout = holdout;
    options.validation = validation;
    options.seed = seed;
    options.schema = schema;
    return options;
  }

  private static void print(Inspection found, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %,d examples, %,d to train on, %,d held out; %s, input %s%n",
        found.name(),
        found.examples(),
        found.train(),
        found.holdout(),
        found.task(),
        found.inputShape());
    if (!found.classes().isEmpty()) {
      out.println();
      classes(found).lines().forEach(out::println);
    }
    if (!found.columns().isEmpty()) {
      out.println();
      columns(found.columns()).lines().forEach(out::println);
    }
    sentences("odd:", found.odd(), out);
    sentences("would leave this node (its rows never do):", found.leaves(), out);
  }

  private static TextTable classes(Inspection found) {
    TextTable table = new TextTable("CLASS", "EXAMPLES", "SHARE");
    for (ColumnFacts.Count label : found.classes()) {
      double share = 100.0 * label.count() / found.examples();
      table.add(
          label.name(),
          String.valueOf(label.count()),
          String.format(Locale.ROOT, "%.1f %%", share));
    }
    return table;
  }

  private static TextTable columns(List<ColumnFacts> columns) {
    TextTable table = new TextTable("COLUMN", "KIND", "MISSING", "VALUES");
    for (ColumnFacts column : columns) {
      table.add(column.name(), column.kind(), String.valueOf(column.missing()), column.summary());
    }
    return table;
  }

  private static void sentences(String heading, List<String> sentences, PrintWriter out) {
    if (!sentences.isEmpty()) {
      out.println();
      out.println(heading);
      out.println(sentences.stream().map(text -> "  - " + text).collect(Collectors.joining("\n")));
    }
  }
}
