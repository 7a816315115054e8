package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.RegistryTimes;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.outbound.Retries;
import dev.mycelium.agent.transport.PeerTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The text of {@code docs/configuration.md}, from the options and the constants themselves. */
final class ConfigurationReference {
  /** Options that only say how a group is founded: in one that stands, its spec decides. */
  static final Set<String> SPEC_DECIDES =
      Set.of(
          "--model",
          "--local-epochs",
          "--batch-size",
          "--optimizer",
          "--learning-rate",
          "--momentum",
          "--clip-norm",
          "--accumulate",
          "--rate-schedule",
          "--patience",
          "--seed",
          "--initial-weights",
          "--schema",
          "--max-capacity",
          "--strategy",
          "--num-rounds",
          "--fraction-fit",
          "--fraction-evaluate",
          "--min-fit-clients",
          "--min-available-clients",
          "--round-timeout",
          "--over-selection",
          "--compression",
          "--personal",
          "--selection",
          "--rollback-tolerance",
          "--early-stopping-patience",
          "--early-stopping-min-delta");

  private static final String HEAD =
      """
      # Configuration of an agent

      Written by the build from the options themselves (CONTRIBUTING.md says how); do not edit.

      Each option of `mycelium node start` can stand in three places. The command line wins over the environment, the
      environment over the file of `--config`, the file over the default. `mycelium node start --print-config` shows each
      value and where it comes from. Other commands take those of these options that they have from the same places; the
      demo takes its command line only.

      ```yaml
      # agent.yaml, for: mycelium node start --config agent.yaml
      registry: https://registry.example:8000
      ca: ca.pem
      token-file: token
      data: "idx:mnist?partition=shards:2&shard=0/4"
      heartbeat-interval: 10s
      ```

      A key that no option has, a key that stands twice, and a value that an option does not take are refused with file,
      line, key, value and what was expected. A variable that is empty counts as not set.

      ## Options

      With * the option holds only for a group that this node founds: in a group that stands, its spec decides. An explicit
      `--model` also makes the node look for groups of that model only.

      | option, and key in the file | variable | default | meaning |
      |---|---|---|---|
      """;

  private static final String FOREIGN =
      """

      ## Names of Flower and SIGMAX

      These variables are understood where ours is not set. The default there is that of the setting behind the variable.

      | variable | as | default there | default here | meaning |
      |---|---|---|---|---|
      """;

  private static final String FOREIGN_SETTINGS =
      """

      The settings of SIGMAX's `FederatedConfig` are these options here, and stand under the same names in the file of
      `--config`, which takes `_` for `-`. Flower's defaults are those of its strategy `FedAvg`. SIGMAX trains with Adam,
      `--optimizer adam` here.

      | setting | option here | SIGMAX's default | Flower's default | default here |
      |---|---|---|---|---|
      """;

  private static final Pattern STANDARD = Pattern.compile("\\(default: ([^)]+)\\)");

  private static final String TIMES =
      """

      ## Time-outs that are not options

      | what | limit |
      |---|---|
      """;

  private ConfigurationReference() {}

  static String of(CommandSpec nodeStart) {
    List<String> lines = new ArrayList<>();
    nodeStart.options().stream()
        .filter(option -> !Settings.isAboutTheCommandLine(option))
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .map(ConfigurationReference::row)
        .forEach(lines::add);
    String options = String.join("\n", lines);
    return HEAD
        + options
        + "\n"
        + FOREIGN
        + foreignNames(nodeStart)
        + FOREIGN_SETTINGS
        + foreignSettings(nodeStart)
        + TIMES
        + times();
  }

  private static String row(OptionSpec option) {
    String variable = '`' + Settings.variable(option) + '`';
    String mark = SPEC_DECIDES.contains(option.longestName()) ? " *" : "";
    return "| `%s`%s | %s | %s | %s |"
        .formatted(option.longestName(), mark, variable, standard(option), meaning(option));
  }

  private static String standard(OptionSpec option) {
    String text = option.defaultValue();
    if (text != null) {
      return '`' + text + '`';
    }
    return option.arity().max() == 0 ? "`false`" : "-";
  }

  /**
   * The description without its layout for terminals, and without the default that stands beside
   * it.
   */
  private static String meaning(OptionSpec option) {
    String text = String.join(" ", option.description()).replaceAll("\\s+", " ");
    String standard = option.defaultValue();
    if (standard != null) {
      text =
          text.replace(" (" + standard + ")", "")
              .replace("(" + standard + "; ", "(")
              .replace("(" + standard + ": ", "(");
    }
    return text.replace("|", "\\|").strip();
  }

  private static String foreignNames(CommandSpec nodeStart) {
    return Arrays.stream(ForeignName.values())
        .map(
            foreign ->
                "| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                        foreign.name(),
                        foreign.option(),
                        orNone(foreign.standard()),
                        standardHere(nodeStart, foreign.option()),
                        foreign.meaning()))
        .collect(Collectors.joining());
  }

  private static String foreignSettings(CommandSpec nodeStart) {
    return Arrays.stream(ForeignSetting.values())
        .map(
            foreign ->
                "| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                        foreign.spelled(),
                        foreign.option(),
                        orNone(foreign.sigmax()),
                        orNone(foreign.flower()),
                        standardHere(nodeStart, foreign.option())))
        .collect(Collectors.joining());
  }

  private static String orNone(String standard) {
    return standard.isEmpty() ? "-" : '`' + standard + '`';
  }

  /** The option's default, or what its description says about it. */
  private static String standardHere(CommandSpec nodeStart, String name) {
    OptionSpec option = nodeStart.findOption(name);
    Matcher told = STANDARD.matcher(String.join(" ", option.description()));
    return option.defaultValue() == null && told.find() ? told.group(1) : standard(option);
  }

  private static String times() {
    StringBuilder text = new StringBuilder();
    for (RegistryTimes time : RegistryTimes.values()) {
      time(text, time.bounds(), time.value());
    }
    for (PeerTimes time : PeerTimes.values()) {
      time(text, time.bounds(), time.value());
    }
    time(
        text,
        "before the second of three attempts at a call to the registry or a coordinator, drawn from"
            + " half to one and a half of it; twice that before the third",
        Retries.FIRST_PAUSE);
    time(
        text,
        "rest of a registry or coordinator of whose last calls at least half failed",
        Circuit.PAUSE);
    return text.toString();
  }

  private static void time(StringBuilder text, String bounds, Duration value) {
    text.append("| %s | %s |\n".formatted(bounds, DurationText.of(value)));
  }
}
