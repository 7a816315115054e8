package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * Rounds in which all that are asked train from the same head: waits until enough members are
 * there, asks some of them, and closes when all have answered that still can, or at the deadline
 * (McMahan et al. 2017, arXiv 1602.05629, algorithm 1, with a deadline).
 */
record SynchronousProtocol(Quorum quorum) implements Protocol {
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  SynchronousProtocol {
    requireNonNull(quorum, "quorum");
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
    if (!quorum.mayBegin(trainers.members().size())) {
      return new Step.Wait(view.now().plus(LOOK_AGAIN));
    }
    Patience patience = patience(view);
    return new Step.Ask(
        quorum.asked(trainers.without(patience.notAsked().keySet()), view.round()),
        trainers.version(),
        trainers.members().size(),
        view.now().plus(patience.timeout()),
        patience.notAsked());
  }

  private Patience patience(RoundView view) {
    Duration told = quorum.federation().roundTimeout();
    return told == null
        ? Patience.of(view.arrivals(), view.trainers(), view.round(), quorum.enough())
        : new Patience(told, Map.of());
  }
}
