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
    return option(field.group(1), command)
        .or(() -> option(lastPart(field.group(1)), command))
        .map(option -> option + ": " + rest)
        .orElse(sentence);
  }

  private static String lastPart(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }

  private static Optional<String> option(String field, CommandSpec command) {
    String name = "--" + field.replaceAll("[._]", "-");
    return Optional.ofNullable(command.findOption(name)).map(option -> name);
  }
}
