package dev.mycelium.agent.round;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.Tensors;
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
    participants.committed(newest, quorum.scoring(participants.membership(), newest.version()));
    return Optional.of(newest);
  }

  /** Makes version 0 anew, where its parameters are here: nobody else may hold it yet. */
  private void first(Opening opening) {
    Optional<Tensors> model =
        opening instanceof Opening.Given given
            ? lent(given)
            : Optional.of(((Opening.Drawn) opening).model());
    model.ifPresent(parameters -> payloads.put(term.aggregator().begin(parameters)));
  }

  private Optional<Tensors> lent(Opening.Given given) {
    return payloads.get(given.sha(), PayloadLayout.ofModel(given.layout())).map(Payload::model);
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
    if (term.opening() instanceof Opening.Drawn drawn) {
      return Optional.of(payloads.put(term.aggregator().begin(drawn.model())));
    }
    Opening.Given given = (Opening.Given) term.opening();
    return isHere(new Head(0, null, given.sha(), term.epoch(), 0))
        ? lent(given).map(model -> payloads.put(term.aggregator().begin(model)))
        : Optional.empty();
  }

  private Optional<Head> first(Sha256 sha) {
    Heads.Commit answer =
        new PatientHeads(term.heads(), participants)
            .publish(new HeadProposal(term.self(), null, sha, term.epoch(), 0));
    if (answer instanceof Heads.Commit.Committed committed) {
      participants.committed(committed.head(), quorum.scoring(participants.membership(), 0));
      return Optional.of(committed.head());
    }
    if (answer instanceof Heads.Commit.Stale stale) {
      log.info("another coordinator was first: {}", stale.reason());
    }
    return Optional.empty();
  }
}
