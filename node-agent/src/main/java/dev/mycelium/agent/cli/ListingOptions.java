package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.HttpDirectory;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the commands that list something have in common. */
final class ListingOptions {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "http://localhost:8000",
      description = "The registry (${DEFAULT-VALUE}).")
  URI registry = URI.create("http://localhost:8000");

  @Option(names = "--json", description = "The registry's answer as JSON.")
  boolean json;

  Directory directory() {
    return new HttpDirectory(registry);
  }

  void print(PrintWriter out, List<?> rows, TextTable table, String none) {
    if (json) {
      JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      out.println(mapper.writeValueAsString(rows));
    } else if (rows.isEmpty()) {
      out.println(none);
    } else {
      table.lines().forEach(out::println);
    }
    out.flush();
  }
}
