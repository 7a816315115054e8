package dev.mycelium.agent.round;

import dev.mycelium.agent.compression.UpdateBlobs;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.util.List;

/** A term's updates, as they lie in the coordinator's store: read, and weighed for the reports. */
final class ReceivedUpdates {
  private final UpdateBlobs blobs;
  private final RoundJournal journal;
  private final PayloadLayout layout;

  ReceivedUpdates(Coordinator.Term term) {
    blobs = new UpdateBlobs(term.blobs(), term.spec().federation().updates());
    journal = term.journal();
    layout = term.aggregator().updateLayout(term.opening().layout());
  }

  /**
   * The update where it lies; {@code stored} closes it.
   *
   * @throws MissingBlobException if the store does not hold it
   */
  StoredPayload open(Sha256 sha, OpenPayloads stored) {
    return stored.keep(sha, blobs.open(sha, layout));
  }

  /** What this update weighs. */
  long bytes(Sha256 update) {
    return blobs.bytes(List.of(update), layout).received();
  }

  /** How the round ended, and what the updates weighed that were accepted in it. */
  RoundReport report(RoundManifest manifest, RoundOutcome outcome) {
    List<Sha256> accepted =
        journal.submissions(manifest).stream().map(Submission::updateSha).toList();
    return outcome.report(manifest).with(blobs.bytes(accepted, layout));
  }
}
