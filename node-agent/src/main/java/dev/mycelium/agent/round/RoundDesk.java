package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a coordinator and the members of its group meet during one term: the coordinator's thread
 * puts calls and candidates on the desk and waits, members' requests take them away and leave
 * answers. No I/O under its lock. Closed when the term is over, which ends every wait.
 */
public final class RoundDesk {
  private final GroupId group;
  private final long epoch;
  private final Monitor monitor;
  private final Attendance attendance;
  private final Runnable doubt;
  private Membership membership = Membership.none();
  private Set<NodeId> scoring = Set.of();
  private @Nullable Head head;
  private @Nullable Head candidate;
  private @Nullable OpenRound round;
  private @Nullable Head uploadWanted;

  /**
   * @param doubt called when a member shows that the known membership may be out of date
   */
  public RoundDesk(GroupId group, long epoch, NodeId self, Clock clock, Runnable doubt) {
    this.doubt = requireNonNull(doubt, "doubt");
    this.group = requireNonNull(group, "group");
    this.epoch = epoch;
    this.attendance = new Attendance(requireNonNull(self, "self"));
    this.monitor = new Monitor(clock);
  }

  public GroupId group() {
    return group;
  }

  public long epoch() {
    return epoch;
  }

  /** Waits for something that the member does not know yet; empty if nothing came in time. */
  public Optional<RoundStatus> poll(Poll poll, Duration atMost) {
    monitor.change(() -> attendance.note(poll));
    if (!membership().members().contains(poll.node())) {
      doubt.run();
    }
    boolean news = monitor.await(() -> poll.isNews(status(poll)), atMost);
    return news ? Optional.of(monitor.locked(() -> status(poll))) : Optional.empty();
  }

  /** Whether this member's update of the open round may be uploaded, or the head that is wanted. */
  public boolean wantsUpload(NodeId node, Sha256 blob) {
    return monitor.locked(
        () ->
            (uploadWanted != null && blob.equals(uploadWanted.sha()))
                || (round != null && round.wantsAnswerOf(node)));
  }

  /** A blob arrived: whoever waits for one looks again. */
  public void uploaded() {
    monitor.change(() -> {});
  }

  /** As {@link OpenRound#prejudge}; refused as too late if no round is open. */
  Optional<Receipt> prejudge(Submission submission) {
    return monitor.locked(
        () ->
            round == null ? Optional.of(OpenRound.closed(submission)) : round.prejudge(submission));
  }

  /** The manifest that {@code submission} answers, if that round takes answers now. */
  Optional<RoundManifest> manifestOf(Submission submission) {
    return monitor.locked(
        () ->
            Optional.ofNullable(round)
                .filter(open -> open.isThis(submission.round(), submission.epoch()))
                .map(OpenRound::manifest));
  }

  /** Counts an examined submission, unless the round closed or another one came meanwhile. */
  Receipt accept(Submission submission) {
    return monitor.locked(
        () -> {
          Optional<Receipt> judged = prejudge(submission);
          if (judged.isEmpty()) {
            monitor.change(() -> requireNonNull(round, "round").accept(submission));
          }
          return judged.orElseGet(Receipt.Accepted::new);
        });
  }

  /** Nobody waits for this member any longer in that round. */
  public void fail(RoundFailure failure) {
    monitor.change(
        () -> {
          if (round != null && round.isThis(failure.round(), failure.epoch())) {
            round.fail(failure.nodeId(), failure.cause());
          }
        });
    doubt.run();
  }

  public void update(Membership current) {
    monitor.change(
        () -> {
          membership = current;
          attendance.retain(current);
        });
  }

  public Membership membership() {
    return monitor.locked(() -> membership);
  }

  /** The members that have data to train on, as far as is known. */
  Membership trainers() {
    return monitor.locked(() -> attendance.trainers(membership));
  }

  /** Waits until so many members train that {@code wanted} holds; false if the term is over. */
  boolean awaitTrainers(IntPredicate wanted) {
    return monitor.await(() -> wanted.test(attendance.trainers(membership).members().size()));
  }

  /** Waits for the end of the term. */
  void awaitClose() {
    boolean unused = monitor.await(() -> false);
  }

  void announce(RoundManifest manifest, List<Submission> resumed) {
    monitor.change(() -> round = new OpenRound(manifest, resumed));
  }

  /** Waits until all asked members answered or left, or the deadline is there; closes the round. */
  Collected collect() {
    OpenRound open = monitor.locked(() -> requireNonNull(round, "round"));
    monitor.await(
        () -> open.isAnswered(attendance.trainers(membership)), open.manifest().deadline());
    return monitor.locked(
        () -> {
          round = null;
          return open.close(membership, attendance.trainers(membership), monitor.isClosed());
        });
  }

  /** Offers a candidate; true as soon as enough members hold it, false at the deadline. */
  boolean awaitHolders(Head offered, Quorum quorum, Instant deadline) {
    monitor.change(() -> candidate = offered);
    return monitor.await(
        () ->
            attendance.holders(offered.sha(), membership)
                >= quorum.holders(membership.members().size()),
        deadline);
  }

  /** Whatever was offered came to nothing: training goes on from {@code trained}. */
  void resume(Head trained) {
    monitor.change(() -> candidate = trained.equals(head) ? null : trained);
  }

  void committed(Head newest, List<NodeId> scorers) {
    monitor.change(
        () -> {
          head = newest;
          candidate = null;
          scoring = new HashSet<>(scorers);
        });
  }

  /** Asks whoever holds the head to upload it, until {@code arrived}; false if the term is over. */
  boolean awaitUpload(Head wanted, BooleanSupplier arrived) {
    monitor.change(() -> uploadWanted = wanted);
    boolean there = monitor.await(arrived);
    monitor.change(() -> uploadWanted = null);
    return there;
  }

  /** Waits until every other member that asked knows the newest head, so that it can be left. */
  void awaitFarewell(Duration atMost) {
    monitor.await(() -> attendance.allKnow(head == null ? -1 : head.version(), membership), atMost);
  }

  public Optional<Head> head() {
    return monitor.locked(() -> Optional.ofNullable(head));
  }

  /** Heads that a member may fetch: the committed one and the candidate. */
  public boolean offers(Sha256 blob) {
    return monitor.locked(
        () ->
            (head != null && head.sha().equals(blob))
                || (candidate != null && candidate.sha().equals(blob)));
  }

  /** Whether something is trained or offered that nobody committed yet. */
  public boolean isAhead() {
    return monitor.locked(() -> candidate != null);
  }

  /** Waits between attempts; true if the term is over. */
  boolean pause(Duration pause) {
    monitor.await(() -> false, pause);
    return monitor.isClosed();
  }

  public boolean isClosed() {
    return monitor.isClosed();
  }

  public void close() {
    monitor.close();
  }

  private RoundStatus status(Poll poll) {
    OpenRound open = round;
    boolean called =
        open != null
            && poll.trains()
            && open.manifest().round() > poll.after()
            && open.wantsAnswerOf(poll.node());
    return new RoundStatus(
        group,
        epoch,
        head,
        candidate,
        called ? requireNonNull(open, "open").manifest() : null,
        poll.holds(uploadWanted) ? requireNonNull(uploadWanted, "wanted").sha() : null,
        scoring.contains(poll.node()));
  }
}
