package dev.mycelium.agent.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a command ended, for scripts. A number is never used for anything else. */
enum ExitCode {
  OK(0, "done", ""),
  INTERNAL(
      1,
      "something unforeseen; the log names it",
      "Read agent.log in the state directory; report it with that."),
  USAGE(
      2,
      "an option was wrong; --help explains",
      "Correct the option that the message names; --help explains it."),
  REGISTRY_UNREACHABLE(
      10,
      "the registry does not answer",
      "Start a registry, or say --registry URL; doctor looks at ports, proxy and clock."),
  REGISTRY_REFUSED(
      11,
      "the registry refused; the message says why",
      "The message is a problem of the table above."),
  DATA_INVALID(
      20,
      "the data can't be read, or its spec is wrong",
      "data check SPEC shows what is read and what is odd."),
  MODEL_INVALID(
      21,
      "the model or its training options are wrong",
      "Use a model and options that --help lists."),
  LEARNER_FAILED(
      22,
      "the command of --learner exec: did not do what was asked",
      "Read what the command wrote to its standard error, in agent.log."),
  PLUGIN_INVALID(
      23,
      "a plug-in is missing or can't be loaded",
      "Give its jar with --plugins, and the name that it has in there."),
  ADDRESS_IN_USE(
      30, "the port can't be bound", "Say another --port, or none to take the first free one."),
  STATE_DIRECTORY_IN_USE(
      31,
      "another agent works in the state directory",
      "Give each agent a --state-dir of its own, or none."),
  STATE_DIRECTORY_UNUSABLE(
      32,
      "the state directory can't be written, or what lies in it is damaged",
      "Make it writable, free disk space, or move the damaged file away."),
  NO_GPU(
      33,
      "--device gpu, and there is none",
      "Point PYTORCH_LIBRARY_PATH at a PyTorch with CUDA, or use --device cpu."),
  ENGINE_UNUSABLE(
      34,
      "the native library does not load",
      "Free disk space for the library, or unset PYTORCH_LIBRARY_PATH."),
  GROUP_UNUSABLE(
      40,
      "the node can't work in the group given by --group",
      "groups lists the groups; leave --group out to let the node choose."),
  AGENT_UNREACHABLE(
      41, "no agent answers there", "Start the agent, or say where it is with --agent URL."),
  DEMO_FAILED(
      50,
      "the demo could not start what it needs",
      "Look into the logs in the folder that the message names."),
  UNHEALTHY(51, "doctor found something that must be mended", "Do what stands beside each FAIL."),
  INTERRUPTED(130, "stopped by Ctrl-C", "");

  private final int number;
  private final String meaning;
  private final String remedy;

  ExitCode(int number, String meaning, String remedy) {
    this.number = number;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  /** What to do; empty where there is nothing to mend. */
  String remedy() {
    return remedy;
  }

  /** Lines for {@code --help}. */
  static String help() {
    return Arrays.stream(values())
        .map(code -> "  %3d  %s".formatted(code.number, code.meaning))
        .collect(Collectors.joining("%n".formatted()));
  }
}
