package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Admission;
import dev.mycelium.agent.aggregation.CohortSize;
import dev.mycelium.wire.node.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rounds in which all that are asked train from the same head: waits until enough members are
 * there, asks some of them (all, where some are fewer than the rule of aggregation can work with),
 * and closes when all have answered that still can, or at the deadline (McMahan et al. 2017, arXiv
 * 1602.05629, algorithm 1, with a deadline).
 */
record SynchronousProtocol(Quorum quorum, Function<CohortSize, Admission> rule)
    implements Protocol {
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  SynchronousProtocol {
    requireNonNull(quorum, "quorum");
    requireNonNull(rule, "rule");
  }

  @Override
  public Step next(RoundView view) {
    Step.Ask call = view.call();
    if (call == null) {
      return begin(view);
    }
    boolean over =
        !view.isAnybodyOwing(call)
            || quorum.isPlenty(view.answered().size(), call.whom().size())
            || !view.now().isBefore(call.deadline());
    return over ? new Step.Close() : new Step.Wait(call.deadline());
  }

  private Step begin(RoundView view) {
    Membership trainers = view.trainers();
    int all = trainers.members().size();
    if (!quorum.mayBegin(all) || !admits(all)) {
      return new Step.Wait(view.now().plus(LOOK_AGAIN));
    }
    Patience patience = patience(view);
    List<NodeId> asked =
        quorum.asked(
            trainers.without(patience.notAsked().keySet()), view.round(), view.arrivals().last());
    boolean enough = admits(asked.size());
    return new Step.Ask(
        enough ? asked : trainers.members(),
        trainers.version(),
        all,
        view.now().plus(patience.timeout()),
        enough ? patience.notAsked() : Map.of());
  }

  private boolean admits(int members) {
    return rule.apply(new CohortSize(members)) instanceof Admission.Admitted;
  }

  private Patience patience(RoundView view) {
    Duration told = quorum.federation().roundTimeout();
    return told == null
        ? Patience.of(view.arrivals(), view.trainers(), view.round(), quorum.enough())
        : new Patience(told, Map.of());
  }
}
