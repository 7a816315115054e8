package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.mycelium.agent.directory.RegistryAccess;
import dev.mycelium.agent.directory.RegistryProbe;
import dev.mycelium.agent.directory.RegistryTimes;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the registry is there for this machine. */
record RegistryCheckup(RegistryAccess access, Clock clock) {
  private static final Duration NOTICEABLE = Duration.ofSeconds(5);

  RegistryCheckup {
    requireNonNull(access, "access");
    requireNonNull(clock, "clock");
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Finding proxy = proxy();
    findings.add(proxy);
    try {
      RegistryProbe.Answer answer = RegistryProbe.ask(access);
      findings.add(answered(answer.status()));
      findings.add(skew(answer.date(), clock.instant()));
    } catch (RegistryUnavailableException e) {
      findings.add(silent(proxy, e));
      findings.add(Finding.warn("clock", "not compared", "See registry."));
    }
    return findings;
  }

  private Finding proxy() {
    Proxy proxy = access.outbound().proxies().select(access.registry()).get(0);
    if (!(proxy.address() instanceof InetSocketAddress told)) {
      return Finding.ok("proxy", "none leads to the registry");
    }
    String name = told.getHostString() + ":" + told.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(told.getHostString(), told.getPort()),
          Math.toIntExact(RegistryTimes.CONNECT.value().toMillis()));
      return Finding.ok("proxy", "the registry is reached over " + name);
    } catch (IOException e) {
      return Finding.fail(
          "proxy",
          "the registry is to be reached over %s: %s".formatted(name, why(e)),
          "Correct HTTP_PROXY or HTTPS_PROXY, or name the registry's host in NO_PROXY.");
    }
  }

  private Finding silent(Finding proxy, RegistryUnavailableException failure) {
    return Finding.fail(
        "registry",
        "%s does not answer: %s"
            .formatted(access.registry(), why(requireNonNullElse(failure.getCause(), failure))),
        proxy.verdict() == Finding.Verdict.FAIL
            ? "See proxy."
            : "Start one with `mycelium registry`, or say --registry URL; behind a firewall set HTTPS_PROXY,"
                + " for a certificate of your own --ca FILE.");
  }

  /** The cause of a failed connection in words; Java's own are often none at all. */
  private static String why(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnknownHostException || at instanceof UnresolvedAddressException) {
        return "no such host";
      }
    }
    return failure instanceof ConnectException || failure.getMessage() == null
        ? "nobody listens there"
        : failure.getMessage();
  }

  private Finding answered(int status) {
    if (status == 200) {
      return Finding.ok("registry", access.registry() + " answers");
    }
    String found = access.registry() + " answered " + status;
    return status == 401 || status == 403
        ? Finding.fail(
            "registry", found, "Give the network's token: MYCELIUM_TOKEN or --token-file.")
        : Finding.fail("registry", found, "Is it a Mycelium registry? Look at its log.");
  }

  /**
   * Never worse than a warning: an agent signs by the registry's time once it was refused for its
   * own. The registry's clock shows whole seconds.
   */
  static Finding skew(Optional<Instant> there, Instant here) {
    if (there.isEmpty()) {
      return Finding.warn(
          "clock", "the registry's answer has no date", "Is there a proxy between?");
    }
    Duration ahead = Duration.between(there.get(), here);
    String found =
        "%,d s %s the registry's"
            .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
    return ahead.abs().compareTo(NOTICEABLE) > 0
        ? Finding.warn(
            "clock",
            found,
            "Set the clock of this machine or of the registry's; NTP keeps it. Agents work all the same;"
                + " other programs' signatures are refused from five minutes on.")
        : Finding.ok("clock", found);
  }
}
