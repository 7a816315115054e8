package dev.mycelium.registry.node;

import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.wire.WireVersion;
import dev.mycelium.wire.problem.ProblemType;

/** A node speaks another version of the wire. */
final class WireVersionException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private WireVersionException(int version) {
    super(
        ProblemType.WIRE_VERSION,
        "wire_version: %d (expected: %d)".formatted(version, WireVersion.CURRENT));
    member("field", "wire_version");
    member("supported", WireVersion.CURRENT);
  }

  static WireVersionException of(int version) {
    return new WireVersionException(version);
  }
}
