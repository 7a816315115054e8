package dev.mycelium.agent.round;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.util.Optional;

/** The one place where a candidate becomes a group's head: the registry, by compare-and-set. */
@FunctionalInterface
public interface Heads {

  /** Asks once; whoever wants to know for certain asks again while the registry is away. */
  Commit publish(HeadProposal proposal);

  /** What members found of the heads; empty without an answer, and where nobody judges them. */
  default Optional<Judgement> judgement() {
    return Optional.empty();
  }

  /** What became of a proposal. */
  sealed interface Commit {
    record Committed(Head head) implements Commit {}

    /** Somebody else coordinates, or another head came first. */
    record Stale(String reason) implements Commit {}

    /** There was no answer. The proposal may have arrived all the same. */
    record Away(String cause) implements Commit {}
  }
}
