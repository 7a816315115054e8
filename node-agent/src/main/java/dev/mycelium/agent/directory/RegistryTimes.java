package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How long calls to the registry may take. */
public enum RegistryTimes {
  CONNECT(Duration.ofSeconds(2), "a connection to the registry"),
  CALL(Duration.ofSeconds(10), "a call to the registry, answer included"),
  STREAM_SILENCE(
      Duration.ofMinutes(2), "silence on the stream of events, after which it is opened anew");

  private final Duration value;
  private final String bounds;

  RegistryTimes(Duration value, String bounds) {
    this.value = requireNonNull(value, "value");
    this.bounds = requireNonNull(bounds, "bounds");
  }

  public Duration value() {
    return value;
  }

  /** What it bounds, for the reference. */
  public String bounds() {
    return bounds;
  }
}
