package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadVerdict;
import dev.mycelium.wire.round.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets no head follow another before members said what that one is worth: what is found is the
 * registry's, hence the same for every successor. Waits for it for a while, and after a wait in
 * vain not again until there is word. Confined to the coordinator's thread.
 */
final class HeadGate {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration LOOK_AT_REST = Duration.ofSeconds(10);

  private final boolean judges;
  private final Heads heads;
  private final Participants participants;
  private final Clock clock;
  private final BlobStore blobs;
  private final @Nullable Sha256 initial;
  private @Nullable Judgement known;
  private boolean vain;
  private long settled = -1;

  HeadGate(Coordinator.Term term, Participants participants) {
    this.judges = term.spec().federation().judgesHeads();
    this.heads = term.heads();
    this.clock = term.clock();
    this.participants = requireNonNull(participants, "participants");
    this.blobs = term.blobs();
    this.initial = term.spec().initial();
    blobs.keep(initial == null ? Set.of() : Set.of(initial));
  }

  /** A head that has to give way. */
  record Condemned(HeadVerdict verdict, BestHead best) {
    String cause() {
      return "Back to version %d: %s".formatted(best.version(), verdict.cause());
    }
  }

  /** Asks what members found so far. */
  void look() {
    if (judges) {
      heads.judgement().ifPresent(this::note);
    }
  }

  private void note(Judgement judgement) {
    known = judgement;
    kept().ifPresent(participants::keep);
    blobs.keep(Stream.concat(kept().stream(), Stream.ofNullable(initial)).collect(toSet()));
  }

  /** The best head's blob, which outlives its successors. */
  Optional<Sha256> kept() {
    return Optional.ofNullable(known).map(Judgement::best).map(BestHead::sha);
  }

  /** Whether the group rests because its heads get no better. */
  boolean rests() {
    return known != null && known.last() != null;
  }

  /** Why nothing is to follow {@code head}, once members had the time to judge it. */
  Optional<String> obstacleAfter(Head head) {
    Optional<String> worse =
        judged(head).map(condemned -> "trained from a worse head. " + condemned.cause());
    return worse.isEmpty() && rests()
        ? Optional.of("the group rests with version " + head.version())
        : worse;
  }

  /** Whether members found {@code head} worse, as of the last look. */
  Optional<Condemned> condemned(Head head) {
    return Optional.ofNullable(known)
        .filter(judgement -> judgement.condemns(head))
        .map(
            judgement ->
                new Condemned(
                    requireNonNull(judgement.verdict()), requireNonNull(judgement.best())))
        .filter(condemned -> condemned.verdict().version() != settled);
  }

  /** As {@link #condemned}, once members had the time to say so. */
  Optional<Condemned> judged(Head head) {
    if (!judges || !participants.head().map(head::equals).orElse(false)) {
      return Optional.empty();
    }
    Instant end = clock.instant().plus(LONGEST_WAIT);
    look();
    while (!vain && !covers(head) && clock.instant().isBefore(end)) {
      if (participants.pause(LOOK_AGAIN)) {
        return Optional.empty();
      }
      look();
    }
    vain = !covers(head);
    return condemned(head);
  }

  /**
   * Waits while the group rests with {@code head}; true if word comes that it is a worse one, false
   * at the end of the term.
   */
  boolean isCondemnedAtRest(Head head) {
    while (!participants.pause(LOOK_AT_REST)) {
      look();
      if (condemned(head).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether anybody judges heads here. */
  boolean judges() {
    return judges;
  }

  /** What could be done about that head was done, whether it gave way or stays. */
  void settled(Condemned condemned) {
    settled = condemned.verdict().version();
  }

  private boolean covers(Head head) {
    return known != null && known.covers(head);
  }
}
