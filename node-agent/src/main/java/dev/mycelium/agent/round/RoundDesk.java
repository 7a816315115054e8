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
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a coordinator and the members of its group meet during one term: the coordinator's thread
 * puts calls and candidates on the desk and waits, members' requests take them away and leave
 * answers. No I/O under its lock. Closed when the term is over, which ends every wait.
 */
public final class RoundDesk implements Participants {
  private final GroupId group;
  private final long epoch;
  private final Clock clock;
  private final Monitor monitor;
  private final Attendance attendance;
  private final HeadsOnOffer heads = new HeadsOnOffer();
  private final Runnable doubt;
  private @Nullable OpenRound round;

  RoundDesk(Coordinator.Term term) {
    group = requireNonNull(term.group(), "group");
    epoch = term.epoch();
    attendance = new Attendance(requireNonNull(term.self(), "self"));
    clock = requireNonNull(term.clock(), "clock");
    monitor = new Monitor(clock, term.threads());
    doubt = term.listener()::membershipDoubtful;
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
    if (!monitor.locked(() -> attendance.isMember(poll.node()))) {
      doubt.run();
    }
    boolean news = monitor.await(() -> poll.isNews(status(poll)), atMost);
    return news ? Optional.of(monitor.locked(() -> status(poll))) : Optional.empty();
  }

  /** Whether this member's update of the open round may be uploaded, or the head that is wanted. */
  public boolean wantsUpload(NodeId node, Sha256 blob) {
    return monitor.locked(
        () ->
            (heads.wants(blob) && attendance.isMember(node))
                || (round != null && round.wantsAnswerOf(node)));
  }

  /** Whether the blob is the head that is wanted. */
  boolean lacks(Sha256 blob) {
    return monitor.locked(() -> heads.wants(blob));
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
            monitor.change(() -> accept(requireNonNull(round, "round"), submission));
          }
          return judged.orElseGet(Receipt.Accepted::new);
        });
  }

  private void accept(OpenRound open, Submission submission) {
    open.accept(submission, clock.instant());
    attendance.answered(submission.nodeId(), open, clock.instant());
  }

  /** Nobody waits for this member any longer in that round. */
  public void fail(RoundFailure failure) {
    monitor.change(() -> Optional.ofNullable(round).ifPresent(open -> open.fail(failure)));
    doubt.run();
  }

  public void update(Membership current) {
    monitor.change(() -> attendance.update(current));
  }

  @Override
  public Membership membership() {
    return monitor.locked(attendance::membership);
  }

  @Override
  public Membership trainers() {
    return monitor.locked(attendance::trainers);
  }

  @Override
  public Step await(Protocol protocol, long number) {
    Step step = next(protocol, number);
    while (step instanceof Step.Wait wait && !monitor.isClosed()) {
      monitor.await(() -> !(next(protocol, number) instanceof Step.Wait), wait.until());
      step = next(protocol, number);
    }
    return monitor.isClosed() ? new Step.Abort("the coordinator's term is over") : step;
  }

  private Step next(Protocol protocol, long number) {
    return monitor.locked(() -> protocol.next(attendance.view(round, number, clock.instant())));
  }

  /** Waits for the end of the term. */
  void awaitClose() {
    boolean unused = monitor.await(() -> false);
  }

  @Override
  public void announce(RoundManifest manifest, List<Submission> resumed) {
    monitor.change(() -> round = new OpenRound(manifest, resumed, clock.instant()));
  }

  @Override
  public Collected closeRound() {
    return monitor.locked(
        () -> {
          OpenRound open = requireNonNull(round, "round");
          round = null;
          attendance.closed(open, clock.instant());
          return open.close(attendance.membership(), attendance.trainers(), clock.instant());
        });
  }

  @Override
  public boolean awaitHolders(Head offered, Quorum quorum, Instant deadline) {
    monitor.change(() -> heads.offer(offered));
    return monitor.await(
        () ->
            attendance.holders(offered.sha())
                >= quorum.holders(attendance.membership().members().size()),
        deadline);
  }

  @Override
  public void resume(Head trained) {
    monitor.change(() -> heads.resume(trained));
  }

  @Override
  public void keep(Sha256 best) {
    monitor.change(() -> heads.keep(best));
  }

  @Override
  public void committed(Head newest, List<NodeId> scorers) {
    monitor.change(() -> heads.commit(newest, scorers));
  }

  @Override
  public boolean awaitUpload(Head wanted, BooleanSupplier arrived) {
    monitor.change(() -> heads.want(wanted));
    boolean there = monitor.await(arrived);
    monitor.change(() -> heads.want(null));
    return there;
  }

  /** Waits until every other member that asked knows the newest head, so that it can be left. */
  void awaitFarewell(Duration atMost) {
    monitor.await(
        () -> attendance.allKnow(heads.committed().map(Head::version).orElse(-1L)), atMost);
  }

  @Override
  public Optional<Head> head() {
    return monitor.locked(heads::committed);
  }

  /** Heads that a member may fetch: the committed one and the candidate. */
  public boolean offers(Sha256 blob) {
    return monitor.locked(() -> heads.offers(blob));
  }

  /** Whether something is trained or offered that nobody committed yet. */
  public boolean isAhead() {
    return monitor.locked(() -> heads.candidate() != null);
  }

  @Override
  public boolean pause(Duration pause) {
    monitor.await(() -> false, pause);
    return monitor.isClosed();
  }

  @Override
  public boolean isClosed() {
    return monitor.isClosed();
  }

  public void close() {
    monitor.close();
  }

  private RoundStatus status(Poll poll) {
    return new RoundStatus(
        group,
        epoch,
        heads.committed().orElse(null),
        heads.candidate(),
        round == null ? null : round.callTo(poll),
        attendance.isMember(poll.node()) ? heads.wantedOf(poll) : null,
        heads.wantsScoreOf(poll.node()),
        heads.kept());
  }
}
