package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How long agents wait for each other. */
public enum PeerTimes {
  CONNECT(Duration.ofSeconds(3), "a connection to another agent"),
  CALL(Duration.ofSeconds(30), "a call to another agent"),
  LONGEST_POLL(Duration.ofSeconds(25), "a coordinator's answer to a member that waits for work"),
  POLL(Duration.ofSeconds(40), "a member's wait for that answer"),
  TRANSFER(
      Duration.ofMinutes(10),
      "a download or upload; one that breaks is tried three times and goes on where it broke"),
  IDLE(Duration.ofMinutes(1), "silence on a connection to this agent");

  private final Duration value;
  private final String bounds;

  PeerTimes(Duration value, String bounds) {
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
