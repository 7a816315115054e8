package dev.mycelium.agent.node;

import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.round.MemberListener;
import dev.mycelium.agent.round.Phase;
import dev.mycelium.agent.round.RoundListener;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what happens in rounds to where it matters: into the vitals, to the registry by an early
 * heartbeat, to whoever watches; and counts the rounds that the node has seen completed.
 * Thread-safe.
 */
final class RoundRelay implements MemberListener, RoundListener {
  private static final Logger log = LoggerFactory.getLogger(RoundRelay.class);

  private final NodeProfile profile;
  private final Vitals vitals;
  private final NodeListener listener;
  private final RoundReports reports;
  private final Runnable beatNow;
  private final Runnable enough;
  private @Nullable GroupId group;
  private @Nullable Head newest;
  private @Nullable Sha256 held;
  private @Nullable Sha256 best;
  private long completed;

  /**
   * @param enough called once the node has seen as many rounds as it wants
   */
  RoundRelay(
      NodeProfile profile,
      Vitals vitals,
      NodeListener listener,
      RoundReports reports,
      Runnable beatNow,
      Runnable enough) {
    this.profile = profile;
    this.vitals = vitals;
    this.listener = listener;
    this.reports = reports;
    this.beatNow = beatNow;
    this.enough = enough;
  }

  /** From here on everything is about another group, whose versions are its own. */
  synchronized void entered(GroupId entered) {
    group = entered;
    newest = null;
    held = null;
    best = null;
    vitals.entered(entered);
  }

  synchronized boolean isIn(GroupId asked) {
    return asked.equals(group);
  }

  synchronized Optional<Head> newest() {
    return Optional.ofNullable(newest);
  }

  /** Whether the blob is a head or candidate that this node holds. */
  synchronized boolean offers(Sha256 blob) {
    return blob.equals(held) || blob.equals(best) || (newest != null && newest.sha().equals(blob));
  }

  synchronized long completed() {
    return completed;
  }

  @Override
  public void holds(Sha256 blob) {
    synchronized (this) {
      held = blob;
    }
    vitals.holds(blob);
  }

  @Override
  public synchronized void keeps(Sha256 kept) {
    best = kept;
  }

  @Override
  public void training(RoundManifest manifest) {
    vitals.works(manifest.round(), manifest.epoch());
    listener.training(manifest);
  }

  @Override
  public void submitted(RoundManifest manifest, LocalUpdate update) {
    log.info(
        "trained: round={} examples={} steps={} loss={}",
        manifest.round(),
        update.examples(),
        update.steps(),
        update.trainLoss());
    listener.submitted(manifest, update);
  }

  @Override
  public void failed(RoundManifest manifest, String cause) {
    listener.failed(manifest, cause);
  }

  @Override
  public void committed(Head head) {
    count(head);
  }

  private synchronized void count(Head head) {
    completed += newest == null ? 0 : head.version() - newest.version();
    newest = head;
  }

  @Override
  public void scored(Head head, Evaluation evaluation) {
    log.info(
        "scored: version={} metric={} loss={} examples={}",
        head.version(),
        evaluation.metric(),
        evaluation.loss(),
        evaluation.examples());
    vitals.scored(head, evaluation);
    listener.scored(head, evaluation);
  }

  @Override
  public void adopted(Head head) {
    beatNow.run();
    Integer wanted = profile.rounds();
    if (wanted != null && completed() >= wanted) {
      enough.run();
    }
  }

  @Override
  public void reached(RoundManifest manifest, Phase phase) {
    listener.reached(manifest, phase);
  }

  @Override
  public void ended(RoundManifest manifest, RoundOutcome outcome) {
    listener.ended(manifest, outcome);
  }

  @Override
  public void reported(RoundManifest manifest, RoundReport report, Duration took) {
    reports.tell(manifest.groupId(), report, took);
  }

  @Override
  public void membershipDoubtful() {
    beatNow.run();
  }
}
