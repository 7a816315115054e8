package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What each command's {@code --help} says. */
class HelpTest {

  static List<CommandSpec> commands() {
    List<CommandSpec> all = new ArrayList<>();
    collect(Mycelium.commandLine(), all);
    return all;
  }

  private static void collect(CommandLine command, List<CommandSpec> all) {
    all.add(command.getCommandSpec());
    command.getSubcommands().values().forEach(child -> collect(child, all));
  }

  /**
   * In text that is formatted a percent sign stands twice; otherwise a warning goes to the user.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void canBeFormatted(CommandSpec command) {
    Stream<String> ofCommand =
        Stream.of(
                command.usageMessage().description(),
                command.usageMessage().header(),
                command.usageMessage().footer())
            .flatMap(Stream::of);
    Stream<String> ofOptions = command.args().stream().flatMap(arg -> Stream.of(arg.description()));

    assertThat(Stream.concat(ofCommand, ofOptions))
        .allSatisfy(text -> assertThatCode(() -> text.formatted()).doesNotThrowAnyException());
  }

  /** Of which a list of commands shows the first line. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void beginsWithASentence(CommandSpec command) {
    assertThat(command.usageMessage().description()).isNotEmpty();
    assertThat(command.usageMessage().description()[0])
        .hasSizeBetween(10, 90)
        .endsWith(".")
        .doesNotContain(". ");
  }
}
