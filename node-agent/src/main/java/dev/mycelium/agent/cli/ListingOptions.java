package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.HttpDirectory;
import dev.mycelium.agent.directory.RoundHistory;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the commands that ask the registry have in common. */
final class ListingOptions {
  @Mixin RegistryOptions registry = new RegistryOptions();
  @Mixin SettingsOptions settings = new SettingsOptions();

  @Option(names = "--json", description = "The registry's answer as JSON.")
  boolean json;

  HttpDirectory directory() {
    return registry.directory();
  }

  RoundHistory rounds() {
    return new RoundHistory(registry.access());
  }

  void print(PrintWriter out, List<?> rows, TextTable table, String none) {
    if (json) {
      printJson(out, rows);
    } else if (rows.isEmpty()) {
      out.println(none);
    } else {
      table.lines().forEach(out::println);
    }
    out.flush();
  }

  static void printJson(PrintWriter out, Object value) {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    out.println(mapper.writeValueAsString(value));
    out.flush();
  }
}
