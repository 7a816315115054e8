package dev.mycelium.agent.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      "  mycelium doctor --registry https://net:8000 --ca ca.pem --json"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(names = "--json", description = "The findings as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  DoctorCommand() {}

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(MachineCheckup.of(MyceliumHome.path()));
    findings.addAll(RegistryCheckup.of(registry.access(), Clock.systemUTC()));
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
