package dev.mycelium.agent.aggregation;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import java.util.Optional;

/**
 * The check that each contribution passes before it may be aggregated: the head's tensors, and
 * finite numbers only. A refusal concerns one node; the round goes on without it.
 *
 * @param expected the head's layout
 */
public record UpdateCheck(PayloadLayout expected) {

  public UpdateCheck {
    requireNonNull(expected, "expected");
  }

  public Verdict examine(Contribution contribution) {
    PayloadLayout actual = contribution.delta().layout();
    if (!expected.equals(actual)) {
      String difference = expected.difference(actual).orElse("tensors: in another order");
      return refused(contribution, ProblemType.LAYOUT_MISMATCH, difference);
    }
    Optional<String> tensor = contribution.delta().firstNonFinite();
    if (tensor.isPresent()) {
      String reason = tensor.get() + ": NaN or infinite (expected: finite numbers)";
      return refused(contribution, ProblemType.NON_FINITE, reason);
    }
    return new Verdict.Accepted(contribution);
  }

  private static Verdict refused(Contribution contribution, ProblemType type, String reason) {
    return new Verdict.Refused(contribution.node(), type, reason);
  }

  /** What the check says about one contribution. */
  public sealed interface Verdict {

    record Accepted(Contribution contribution) implements Verdict {}

    /**
     * @param reason names the tensor, as {@code model/dense0.bias: [3] (expected: [2])}
     */
    record Refused(NodeId node, ProblemType type, String reason) implements Verdict {}
  }
}
