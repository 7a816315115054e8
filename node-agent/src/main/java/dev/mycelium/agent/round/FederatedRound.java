package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Admission;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.CohortSize;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One federated round as its coordinator runs it: the main path of the product.
 *
 * <pre>
 *   coordinator                                             member (see {@link Member})
 *   1 announce   manifest {round, epoch, head, plan} ─────► takes the call
 *   2 learn                                                 trains from the head on its own data
 *   3 collect    until all answered, or the deadline ◄───── uploads its update, submits its hash
 *   4 aggregate  updates by node id ─► candidate head
 *   5 commit     enough members hold the candidate?  ◄───── fetches it
 *                then compare-and-set at the registry
 *   6 evaluate                                       ─────► scores the new head on its own hold-out
 * </pre>
 *
 * An attempt is (round, epoch). It ends in exactly one {@link RoundOutcome}; nothing that happens
 * in it can change a head that is committed. The same set of updates makes the same candidate, bit
 * for bit.
 *
 * <p>While the registry is away, a candidate stays provisional: the next round trains from it, and
 * offers the registry what comes of that in its place, as the next version after the newest
 * committed head.
 */
final class FederatedRound {
  private final Setting setting;
  private final Participants participants;
  private final Quorum quorum;
  private final PayloadBlobs payloads;

  /**
   * What a coordinator's rounds have in common.
   *
   * @param self the coordinator
   * @param model tensors of the model, in every head and every update
   */
  record Setting(
      NodeId self,
      Participants participants,
      Protocol protocol,
      Quorum quorum,
      Aggregator aggregator,
      TensorLayout model,
      PayloadBlobs payloads,
      ReceivedUpdates updates,
      RoundJournal journal,
      Heads heads,
      HeadGate gate,
      RoundLedger ledger,
      Clock clock) {}

  FederatedRound(Setting setting) {
    this.setting = requireNonNull(setting, "setting");
    this.participants = setting.participants();
    this.quorum = setting.quorum();
    this.payloads = setting.payloads();
  }

  /**
   * Runs the attempt that {@code manifest} describes to its end.
   *
   * @param resumed submissions that were accepted before a restart of this coordinator
   * @param notAsked members that were left in peace, each with the cause
   */
  RoundOutcome run(RoundManifest manifest, List<Submission> resumed, Map<NodeId, String> notAsked) {
    announce(manifest, resumed);
    if (participants.await(setting.protocol(), manifest.round()) instanceof Step.Abort abort) {
      setting.ledger().collected(participants.closeRound());
      return superseded(manifest, abort.cause());
    }
    Collected collected = participants.closeRound().without(notAsked);
    setting.ledger().collected(collected);
    int needed = quorum.needed(collected.reachable());
    if (collected.submissions().size() < needed) {
      return new RoundOutcome.TooFewUpdates(needed, collected.nodes(), collected.missing());
    }
    Optional<String> obstacle = setting.gate().obstacleAfter(manifest.head());
    return obstacle.isPresent()
        ? new RoundOutcome.Withdrawn(obstacle.get())
        : aggregate(manifest, collected);
  }

  /** Commits the best head's model and state once more, in the place of what was found worse. */
  RoundOutcome rollBack(RoundManifest manifest, HeadGate.Condemned worse) {
    setting.journal().announced(manifest);
    return commit(manifest, new Making.Again(worse.cause()), worse.best().sha());
  }

  private void announce(RoundManifest manifest, List<Submission> resumed) {
    setting.journal().announced(manifest);
    participants.resume(manifest.head());
    participants.announce(manifest, resumed);
    setting.ledger().reached(manifest, Phase.ANNOUNCED);
  }

  private RoundOutcome aggregate(RoundManifest manifest, Collected collected) {
    Admission admission =
        setting.aggregator().admits(new CohortSize(collected.submissions().size()));
    if (admission instanceof Admission.Refused refused) {
      return new RoundOutcome.Rejected(refused.reason());
    }
    PayloadBlobs.Put put = put(manifest, collected);
    if (put instanceof PayloadBlobs.Put.Stored candidate) {
      setting.ledger().reached(manifest, Phase.AGGREGATED);
      return commit(manifest, collected, candidate.sha());
    }
    PayloadBlobs.Put.NonFinite overflow = (PayloadBlobs.Put.NonFinite) put;
    return new RoundOutcome.Rejected(
        overflow.tensor() + ": NaN or infinite after aggregation (expected: finite numbers)");
  }

  /** The candidate is computed while it is written; head and updates stay where they lie. */
  private PayloadBlobs.Put put(RoundManifest manifest, Collected collected) {
    Aggregator aggregator = setting.aggregator();
    Sha256 sha = manifest.head().sha();
    try (OpenPayloads stored = new OpenPayloads()) {
      StoredPayload head =
          stored.keep(sha, payloads.open(sha, aggregator.headLayout(setting.model())));
      List<Contribution> contributions =
          collected.submissions().stream().map(each -> contribution(each, stored)).toList();
      return payloads.putFinite(
          aggregator.candidate(head, new Cohort(contributions, manifest.members())));
    }
  }

  private RoundOutcome commit(RoundManifest manifest, Making making, Sha256 sha) {
    Head parent = newest();
    Head candidate =
        new Head(parent.version() + 1, parent.sha(), sha, manifest.epoch(), manifest.round());
    if (!participants.awaitHolders(candidate, quorum, holdingDeadline())) {
      participants.resume(manifest.head());
      return participants.isClosed()
          ? superseded(manifest, "the coordinator's term ended before the commit")
          : new RoundOutcome.Rejected("no other member fetched the candidate in time");
    }
    setting.ledger().reached(manifest, Phase.HELD);
    return settled(manifest, making, candidate);
  }

  private RoundOutcome settled(RoundManifest manifest, Making making, Head candidate) {
    Heads.Commit answer = publish(candidate);
    if (answer instanceof Heads.Commit.Committed committed) {
      setting.ledger().reached(manifest, Phase.COMMITTED);
      return completed(manifest, making.committed(committed.head()), committed.head());
    }
    if (answer instanceof Heads.Commit.Away away && !quorum.isLast(candidate)) {
      return making.provisional(candidate, away.cause());
    }
    participants.resume(newest());
    return superseded(
        manifest,
        answer instanceof Heads.Commit.Stale stale
            ? stale.reason()
            : "the coordinator's term ended before the commit");
  }

  /** Members ask whether they were counted as soon as they know the head: the answer is there. */
  private RoundOutcome completed(RoundManifest manifest, RoundOutcome outcome, Head head) {
    setting.journal().ended(manifest, setting.ledger().report(manifest, outcome));
    participants.committed(head, quorum.scoring(participants.trainers(), head.version()));
    return outcome;
  }

  /** After the last round there is nothing to go on with: the registry is waited for. */
  private Heads.Commit publish(Head candidate) {
    Heads heads = setting.heads();
    return (quorum.isLast(candidate) ? new PatientHeads(heads, participants) : heads)
        .publish(
            new HeadProposal(
                setting.self(),
                candidate.parentSha(),
                candidate.sha(),
                candidate.epoch(),
                candidate.round()));
  }

  private RoundOutcome superseded(RoundManifest manifest, String reason) {
    Head newest = newest();
    return new RoundOutcome.Superseded(
        manifest.head().equals(newest)
            ? reason
            : "%s; what was trained provisionally after version %d is dropped"
                .formatted(reason, newest.version()));
  }

  private Head newest() {
    return participants
        .head()
        .orElseThrow(() -> new IllegalStateException("a round before version 0"));
  }

  private Instant holdingDeadline() {
    return setting.clock().instant().plus(quorum.holdingTime());
  }

  /** Its numbers are those that were examined when it arrived: the store has hashed them since. */
  private Contribution contribution(Submission submission, OpenPayloads stored) {
    return new Contribution(
        submission.nodeId(),
        setting.updates().open(submission.updateSha(), stored),
        submission.examples(),
        submission.steps());
  }
}
