package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line with an environment of its own, and what it printed. */
final class Console {
  final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  int run(String... line) {
    return Mycelium.commandLine(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }

  /** Value and origin of an option as {@code --print-config} shows them. */
  String printed(String option, String... more) {
    out.getBuffer().setLength(0);
    List<String> line = new ArrayList<>(List.of("node", "start", "--print-config"));
    line.addAll(List.of(more));
    assertThat(run(line.toArray(String[]::new))).as(err()).isZero();
    return out()
        .lines()
        .filter(row -> row.startsWith(option + " "))
        .map(row -> row.substring(option.length()).strip().replaceAll(" {2,}", " "))
        .findFirst()
        .orElseThrow();
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** A file of options for {@code --config}. */
  static Path config(Path folder, String... lines) throws IOException {
    return Files.write(folder.resolve("agent.yaml"), List.of(lines));
  }
}
