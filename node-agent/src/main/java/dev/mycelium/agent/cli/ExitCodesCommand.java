package dev.mycelium.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mycelium exit-codes}. */
@Command(
    name = "exit-codes",
    description = "List the numbers with which commands end, for scripts.",
    mixinStandardHelpOptions = true)
final class ExitCodesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ExitCodesCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(ExitCode.help());
    spec.commandLine().getOut().flush();
    return ExitCode.OK.number();
  }
}
