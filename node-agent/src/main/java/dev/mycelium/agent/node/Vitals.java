package dev.mycelium.agent.node;

import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import org.jspecify.annotations.Nullable;

/** What the next heartbeat will say. Thread-safe. */
final class Vitals {
  private final NodeRegistration registration;
  private @Nullable GroupId group;
  private @Nullable Long round;
  private @Nullable Long epoch;
  private @Nullable Score score;
  private @Nullable Sha256 holds;
  private @Nullable Long firstRound;
  private @Nullable GroupId declined;
  private boolean judging;

  Vitals(NodeRegistration registration) {
    this.registration = registration;
  }

  synchronized Heartbeat heartbeat() {
    return new Heartbeat(
        round,
        epoch,
        score,
        holds,
        group != null && group.equals(declined) ? Boolean.FALSE : registration.offersCoordination(),
        registration.heartbeatInterval());
  }

  /** While in {@code unable} the node doesn't offer to coordinate; returns whether that is news. */
  synchronized boolean declines(GroupId unable) {
    boolean news = !unable.equals(declined);
    declined = unable;
    return news;
  }

  /** From here on everything is about another group. */
  synchronized void entered(GroupId entered) {
    if (!entered.equals(group)) {
      group = entered;
      round = null;
      epoch = null;
      score = null;
      holds = null;
      firstRound = null;
      judging = false;
    }
  }

  synchronized void works(long inRound, long inEpoch) {
    round = inRound;
    firstRound = firstRound == null ? inRound : firstRound;
    epoch = epoch == null ? inEpoch : Math.max(epoch, inEpoch);
  }

  synchronized void holds(Sha256 blob) {
    holds = blob;
  }

  synchronized void scored(Head head, Evaluation evaluation) {
    if (Double.isFinite(evaluation.loss()) && evaluation.examples() > 0) {
      score =
          new Score(evaluation.metric(), evaluation.loss(), evaluation.examples(), head.version());
      judging = firstRound != null && head.round() >= firstRound;
    }
  }

  /** The round that the node worked in last; null before the first in its group. */
  synchronized @Nullable Long round() {
    return round;
  }

  /**
   * The newest score by which the node may judge {@code asked}: only a head that it took part in
   * making says what the group is worth to it. Random initial parameters, or a head from before it
   * came, would chase every newcomer away.
   */
  synchronized @Nullable Score judgementOf(GroupId asked) {
    return judging ? scoreIn(asked) : null;
  }

  /** The newest score in {@code asked}; null if there is none, or the node is elsewhere. */
  synchronized @Nullable Score scoreIn(GroupId asked) {
    return asked.equals(group) ? score : null;
  }
}
