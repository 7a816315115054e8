package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The heads that a coordinator offers its members and the one that it wants of them. Guarded by its
 * desk's monitor.
 */
final class HeadsOnOffer {
  private @Nullable Head committed;
  private @Nullable Head candidate;
  private @Nullable Head wanted;
  private @Nullable Sha256 kept;
  private Set<NodeId> scoring = Set.of();

  Optional<Head> committed() {
    return Optional.ofNullable(committed);
  }

  @Nullable Head candidate() {
    return candidate;
  }

  /** The head that the coordinator lacks, if whoever asks holds it. */
  @Nullable Sha256 wantedOf(Poll poll) {
    return wanted != null && poll.holds(wanted) ? wanted.sha() : null;
  }

  void want(@Nullable Head lacking) {
    wanted = lacking;
  }

  /** The best head's blob, which members keep beside the newest one's. */
  @Nullable Sha256 kept() {
    return kept;
  }

  void keep(Sha256 best) {
    kept = best;
  }

  boolean wants(Sha256 blob) {
    return wanted != null && blob.equals(wanted.sha());
  }

  void offer(Head offered) {
    candidate = offered;
  }

  /** Training goes on from {@code trained}; it is a candidate unless it is committed. */
  void resume(Head trained) {
    candidate = trained.equals(committed) ? null : trained;
  }

  void commit(Head newest, List<NodeId> scorers) {
    committed = newest;
    candidate = null;
    scoring = Set.copyOf(scorers);
  }

  boolean wantsScoreOf(NodeId node) {
    return scoring.contains(node);
  }

  boolean offers(Sha256 blob) {
    return Stream.of(committed(), Optional.ofNullable(candidate))
        .flatMap(Optional::stream)
        .anyMatch(head -> head.sha().equals(blob));
  }
}
