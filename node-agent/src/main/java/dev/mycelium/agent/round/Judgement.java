package dev.mycelium.agent.round;

import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What a group's members found of its heads.
 *
 * @param best null until one was scored
 * @param verdict on the newest head that was compared with the best one; null before
 * @param last the head with which the group rests; null while it goes on
 */
public record Judgement(
    @Nullable BestHead best, @Nullable HeadVerdict verdict, @Nullable Head last) {

  /** Whether {@code head} or one after it was judged. */
  boolean covers(Head head) {
    return (best != null && best.version() >= head.version())
        || (verdict != null && verdict.version() >= head.version());
  }

  /** Whether {@code head} is one that members found worse, or was trained from it. */
  boolean condemns(Head head) {
    return best != null
        && verdict != null
        && verdict.verdict().equals(HeadVerdict.WORSE)
        && verdict.version() <= head.version();
  }
}
