package dev.mycelium.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mycelium demo}. */
@Command(
    name = "demo",
    description = "Watch a network learn: a registry and four agents on this machine.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return ExitCode.OK.number();
  }
}
