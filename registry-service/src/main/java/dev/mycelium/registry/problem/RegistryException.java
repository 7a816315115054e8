package dev.mycelium.registry.problem;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.problem.ProblemType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that the registry refuses, with the figures that the caller needs to go on. It is an
 * answer and no fault, so it carries no stack trace: that would be the most of what it costs.
 */
public abstract class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private @Nullable Duration retryAfter;

  protected RegistryException(ProblemType type, String detail) {
    super(detail, null, true, false);
    this.type = requireNonNull(type, "type");
  }

  /** Adds an extension member to the problem, such as {@code group_id}. */
  protected final void member(String name, Object value) {
    members.put(name, value);
  }

  /** Says when the same request may fare better, as {@code Retry-After}. */
  protected final void retryAfter(Duration pause) {
    retryAfter = pause;
  }

  public final ProblemType type() {
    return type;
  }

  final Map<String, Object> members() {
    return members;
  }

  final Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
