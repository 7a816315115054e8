package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mycelium doctor}. */
@Command(
    name = "doctor",
    description = {
      "Look whether an agent could work on this machine.",
      "Disk, port, native library, GPU, proxy, registry and clock:",
      "says what to do where something is wrong; ends with 51 if an agent could not work."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  mycelium doctor",
      "  mycelium doctor --config agent.yaml",
      "  mycelium doctor --registry https://net:8000 --ca ca.pem --json"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the agent is to keep its state (default: ~/.mycelium).")
  private @Nullable Path stateDirectory;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the agent is to serve (default: the first free one from 8080).")
  private @Nullable Integer port;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "What the agent is to train on: auto, cpu or gpu (${DEFAULT-VALUE}).")
  private DeviceChoice device = DeviceChoice.AUTO;

  @Option(names = "--json", description = "The findings as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  DoctorCommand() {}

  @Override
  public Integer call() {
    MachineCheckup machine = new MachineCheckup(() -> NativeEngine.start(EngineOptions.defaults()));
    Path home = stateDirectory == null ? MyceliumHome.path() : stateDirectory;
    List<Finding> findings = new ArrayList<>(machine.findings(home, port, device));
    findings.addAll(new RegistryCheckup(registry.access(), Clock.systemUTC()).findings());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ListingOptions.printJson(out, findings);
    } else {
      findings.forEach(finding -> print(out, finding));
      out.flush();
    }
    boolean ill = findings.stream().anyMatch(one -> one.verdict() == Finding.Verdict.FAIL);
    return (ill ? ExitCode.UNHEALTHY : ExitCode.OK).number();
  }

  private static void print(PrintWriter out, Finding finding) {
    out.println(
        "%-4s  %-9s %s"
            .formatted(finding.verdict(), finding.check(), EventText.plain(finding.found())));
    if (!finding.cure().isEmpty()) {
      out.println("                " + finding.cure());
    }
  }
}
