package dev.mycelium.agent.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Fields of a group's spec, by the names of the options that set them. */
final class SpecFields {
  private static final Pattern FIELD =
      Pattern.compile("^spec\\.(?:federation|training)\\.([a-z_.]+): ");

  private SpecFields() {}

  /** {@code sentence} about the option, if it is about a field that {@code command} has one for. */
  static String named(String sentence, CommandSpec command) {
    Matcher field = FIELD.matcher(sentence);
    if (!field.find()) {
      return sentence;
    }
    String rest = sentence.substring(field.end());
    String path = field.group(1);
    String group = path.substring(0, Math.max(0, path.indexOf('.')));
    String part = path.substring(path.indexOf('.') + 1);
    return option(path, command)
        .or(() -> group.equals("optimizer") ? option(part, command) : Optional.empty())
        .map(option -> option + ": " + rest)
        .or(() -> option(group, command).map(option -> option + ": " + part + ": " + rest))
        .orElse(sentence);
  }

  private static Optional<String> option(String field, CommandSpec command) {
    String name = "--" + field.replaceAll("[._]", "-");
    return Optional.ofNullable(command.findOption(name)).map(found -> name);
  }
}
