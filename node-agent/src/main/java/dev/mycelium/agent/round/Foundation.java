package dev.mycelium.agent.round;

import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The head on which a term begins: the group's newest, or version 0 where there is none yet. */
final class Foundation {
  private static final Logger log = LoggerFactory.getLogger(Foundation.class);

  private final Coordinator.Term term;
  private final Participants participants;
  private final Quorum quorum;
  private final PayloadBlobs payloads;

  Foundation(Coordinator.Term term, Participants participants, Quorum quorum) {
    this.term = term;
    this.participants = participants;
    this.quorum = quorum;
    this.payloads = new PayloadBlobs(term.blobs());
  }

  /** Sees to it that there is a head and that its blob is here; empty if the term ended before. */
  Optional<Head> head() {
    Head newest = term.newest();
    if (newest == null) {
      return first();
    }
    if (newest.version() == 0) {
      first(term.opening());
    }
    if (!isHere(newest)) {
      return Optional.empty();
    }
    participants.committed(newest, quorum.scoring(participants.trainers(), newest.version()));
    return Optional.of(newest);
  }

  /** Makes version 0 anew, where its parameters are here: nobody else may hold it yet. */
  private void first(Opening opening) {
    if (opening instanceof Opening.Drawn
        || term.blobs().contains(((Opening.Given) opening).sha())) {
      Sha256 unused = begun(opening);
    }
  }

  /** Stores version 0, of parameters that are here. */
  private Sha256 begun(Opening opening) {
    try (OpenPayloads stored = new OpenPayloads()) {
      PayloadBlobs.Put put = payloads.putFinite(term.aggregator().begin(model(opening, stored)));
      if (put instanceof PayloadBlobs.Put.Stored begun) {
        return begun.sha();
      }
      throw new IllegalStateException(
          "version 0: %s is NaN or infinite (expected: finite numbers)"
              .formatted(((PayloadBlobs.Put.NonFinite) put).tensor()));
    }
  }

  private TensorValues model(Opening opening, OpenPayloads stored) {
    if (opening instanceof Opening.Given given) {
      return stored
          .keep(given.sha(), payloads.open(given.sha(), PayloadLayout.ofModel(given.layout())))
          .model();
    }
    return ((Opening.Drawn) opening).model();
  }

  /** Whether the head's blob is here, if need be from a member; false if the term ended before. */
  private boolean isHere(Head head) {
    BooleanSupplier arrived = () -> term.blobs().contains(head.sha());
    if (arrived.getAsBoolean()) {
      return true;
    }
    log.warn(
        "head is not here, asking members for it: version={} sha={}",
        head.version(),
        head.sha().abbreviated());
    return participants.awaitUpload(head, arrived);
  }

  private Optional<Head> first() {
    Optional<Sha256> sha = opened();
    return sha.isPresent() ? first(sha.get()) : Optional.empty();
  }

  /** Address of version 0, which lies here; empty if the term ended before it came. */
  private Optional<Sha256> opened() {
    return term.opening() instanceof Opening.Drawn || isHere(lent((Opening.Given) term.opening()))
        ? Optional.of(begun(term.opening()))
        : Optional.empty();
  }

  private Head lent(Opening.Given given) {
    return new Head(0, null, given.sha(), term.epoch(), 0);
  }

  private Optional<Head> first(Sha256 sha) {
    Heads.Commit answer =
        new PatientHeads(term.heads(), participants)
            .publish(new HeadProposal(term.self(), null, sha, term.epoch(), 0));
    if (answer instanceof Heads.Commit.Committed committed) {
      participants.committed(committed.head(), quorum.scoring(participants.trainers(), 0));
      return Optional.of(committed.head());
    }
    if (answer instanceof Heads.Commit.Stale stale) {
      log.info("another coordinator was first: {}", stale.reason());
    }
    return Optional.empty();
  }
}
