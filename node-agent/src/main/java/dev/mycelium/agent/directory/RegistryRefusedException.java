package dev.mycelium.agent.directory;

import dev.mycelium.wire.problem.Problem;

/** The registry refused a request for a reason that only a person can mend. */
public final class RegistryRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final Problem problem;

  private RegistryRefusedException(String message, Problem problem) {
    super(message);
    this.problem = problem;
  }

  static RegistryRefusedException of(String call, Problem problem) {
    return new RegistryRefusedException(
        "registry refused %s: %s %s".formatted(call, problem.status(), problem.text()), problem);
  }

  public Problem problem() {
    return problem;
  }
}
