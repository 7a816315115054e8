package dev.mycelium.agent.round;

import dev.mycelium.wire.problem.ProblemType;

/** What a coordinator says to a submission. */
public sealed interface Receipt {
  /** Counted, now or before; it lies on disk. */
  record Accepted() implements Receipt {}

  /** Not counted. */
  record Refused(ProblemType type, String reason) implements Receipt {}
}
