package dev.mycelium.agent.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mycelium completion}. */
@Command(
    name = "completion",
    description = "Print a script that completes commands and options in bash and zsh.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  source <(mycelium completion)",
      "  mycelium completion > /etc/bash_completion.d/mycelium"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  CompletionCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(AutoComplete.bash("mycelium", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return ExitCode.OK.number();
  }
}
