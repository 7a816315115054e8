package dev.mycelium.agent.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often contenders run, and where their times go. */
final class RaceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python with numpy, flwr and safetensors; without it peers are not run.")
  @Nullable Path python;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "25",
      description = "Times that each contender runs, in turn (${DEFAULT-VALUE}).")
  int runs = 25;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "10",
      description = "Times before those that count (${DEFAULT-VALUE}).")
  int warmUp = 10;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Where the time of every run goes; by default nowhere.")
  @Nullable Path csv;

  @SuppressWarnings("NullAway.Init")
  RaceOptions() {}

  /** Runs the races one after the other, and says what each came to. */
  void run(Race... races) {
    if (runs < 1 || warmUp < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--runs, --warm-up: %d, %d (expected: > 0 and >= 0)".formatted(runs, warmUp));
    }
    List<String> rows = new ArrayList<>(List.of("work,contender,run,nanoseconds"));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%s %s, %d processors, %d runs each in turn"
            .formatted(
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                runs));
    for (Race race : races) {
      Race.Times times = race.run(warmUp, runs);
      out.print(times.table());
      out.flush();
      rows.addAll(times.rows());
    }
    write(rows);
  }

  private void write(List<String> rows) {
    if (csv == null) {
      return;
    }
    try {
      Files.write(csv, rows);
    } catch (IOException e) {
      throw new UncheckedIOException("--csv: " + e.getMessage(), e);
    }
  }
}
