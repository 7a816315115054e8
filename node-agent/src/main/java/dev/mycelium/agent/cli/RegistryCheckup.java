package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.RegistryAccess;
import dev.mycelium.agent.directory.RegistryProbe;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the registry is there for this machine. */
final class RegistryCheckup {
  private static final Duration NOTICEABLE = Duration.ofSeconds(5);
  private static final Duration HARMFUL = Duration.ofMinutes(10);

  private RegistryCheckup() {}

  static List<Finding> of(RegistryAccess access, Clock clock) {
    List<Finding> findings = new ArrayList<>();
    findings.add(proxy(access));
    try {
      RegistryProbe.Answer answer = RegistryProbe.ask(access);
      findings.add(registry(access, answer.status()));
      findings.add(skew(answer.date(), clock.instant()));
    } catch (RegistryUnavailableException e) {
      findings.add(
          Finding.fail(
              "registry",
              String.valueOf(e.getMessage()),
              "Start one with `mycelium registry`, or say --registry URL; behind a firewall set HTTPS_PROXY,"
                  + " for a certificate of your own --ca FILE."));
      findings.add(Finding.warn("clock", "not compared", "See registry."));
    }
    return findings;
  }

  private static Finding proxy(RegistryAccess access) {
    Proxy proxy = access.outbound().proxies().select(access.registry()).get(0);
    return Finding.ok(
        "proxy",
        proxy.type() == Proxy.Type.DIRECT
            ? "none leads to the registry"
            : "the registry is reached over " + proxy.address());
  }

  static Finding registry(RegistryAccess access, int status) {
    if (status == 200) {
      return Finding.ok("registry", access.registry() + " answers");
    }
    String found = access.registry() + " answered " + status;
    return status == 401 || status == 403
        ? Finding.fail(
            "registry", found, "Give the network's token: MYCELIUM_TOKEN or --token-file.")
        : Finding.fail("registry", found, "Is it a Mycelium registry? Look at its log.");
  }

  /** The registry's clock shows whole seconds. */
  static Finding skew(Optional<Instant> there, Instant here) {
    if (there.isEmpty()) {
      return Finding.warn(
          "clock", "the registry's answer has no date", "Is there a proxy between?");
    }
    Duration skew = Duration.between(there.get(), here).abs();
    String found = "%d s from the registry's".formatted(skew.toSeconds());
    String cure = "Set the clock of this machine or of the registry's; NTP keeps it.";
    if (skew.compareTo(HARMFUL) > 0) {
      return Finding.fail("clock", found, cure);
    }
    return skew.compareTo(NOTICEABLE) > 0
        ? Finding.warn("clock", found, cure)
        : Finding.ok("clock", found);
  }
}
