package dev.mycelium.registry.problem;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that the registry refuses, with the figures that the caller needs to go on. */
public abstract class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Map<String, Object> members = new LinkedHashMap<>();

  protected RegistryException(ProblemType type, String detail) {
    super(detail);
    this.type = requireNonNull(type, "type");
  }

  /** Adds an extension member to the problem, such as {@code group_id}. */
  protected final void member(String name, Object value) {
    members.put(name, value);
  }

  public final ProblemType type() {
    return type;
  }

  final Map<String, Object> members() {
    return members;
  }
}
