package dev.mycelium.agent.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a command ended, for scripts. A number is never used for anything else. */
enum ExitCode {
  OK(0, "done"),
  INTERNAL(1, "something unforeseen; the log names it"),
  USAGE(2, "an option was wrong; --help explains"),
  REGISTRY_UNREACHABLE(10, "the registry does not answer"),
  REGISTRY_REFUSED(11, "the registry refused; the message says why"),
  DATA_INVALID(20, "the data can't be read, or its spec is wrong"),
  MODEL_INVALID(21, "the model or its training options are wrong"),
  LEARNER_FAILED(22, "the command of --learner exec: did not do what was asked"),
  PLUGIN_INVALID(23, "a plug-in is missing or can't be loaded"),
  ADDRESS_IN_USE(30, "the port can't be bound"),
  STATE_DIRECTORY_IN_USE(31, "another agent works in the state directory"),
  STATE_DIRECTORY_UNUSABLE(
      32, "the state directory can't be written, or what lies in it is damaged"),
  NO_GPU(33, "--device gpu, and there is none"),
  ENGINE_UNUSABLE(34, "the native library does not load"),
  GROUP_UNUSABLE(40, "the node can't work in the group given by --group"),
  AGENT_UNREACHABLE(41, "no agent answers there"),
  DEMO_FAILED(50, "the demo could not start what it needs"),
  UNHEALTHY(60, "doctor found something that must be mended"),
  INTERRUPTED(130, "stopped by Ctrl-C");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  /** Lines for {@code --help}. */
  static String help() {
    return Arrays.stream(values())
        .map(code -> "  %3d  %s".formatted(code.number, code.meaning))
        .collect(Collectors.joining("%n".formatted()));
  }
}
