package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.node.NodeId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A round as its protocol sees it.
 *
 * @param round its number, from 1
 * @param trainers members that have data, as far as is known
 * @param call who was asked until when; null before anybody was
 * @param answered members whose updates were accepted
 * @param failed members that said that they can't answer, or whose updates were refused
 * @param arrivals how long members took before
 */
public record RoundView(
    long round,
    Instant now,
    Membership trainers,
    Step.@Nullable Ask call,
    Set<NodeId> answered,
    Set<NodeId> failed,
    Arrivals arrivals) {

  public RoundView {
    requireNonNull(now, "now");
    requireNonNull(trainers, "trainers");
    answered = Set.copyOf(answered);
    failed = Set.copyOf(failed);
  }

  /** Before anybody was asked. */
  static RoundView before(long round, Instant now, Membership trainers, Arrivals arrivals) {
    return new RoundView(round, now, trainers, null, Set.of(), Set.of(), arrivals);
  }

  /** Whether one may still answer: asked, still there, and neither answered nor failed. */
  boolean isAnybodyOwing(Step.Ask asked) {
    return asked.whom().stream()
        .filter(node -> !answered.contains(node) && !failed.contains(node))
        .anyMatch(trainers.members()::contains);
  }
}
