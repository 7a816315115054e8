package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.time.Duration;
import java.util.Optional;

/** The coordinator of this very process: blobs are on its disk already. */
public final class LocalCoordination implements Coordination {
  private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

  private final Coordinator coordinator;

  public LocalCoordination(Coordinator coordinator) {
    this.coordinator = requireNonNull(coordinator, "coordinator");
  }

  @Override
  public Optional<RoundStatus> poll(Poll poll) {
    if (coordinator.desk().isClosed()) {
      throw new CoordinatorLostException("the coordinator of this process ended its term");
    }
    return coordinator.desk().poll(poll, LONGEST_POLL);
  }

  @Override
  public void fetch(Sha256 blob) {
    // One process, one blob store: what the coordinator offers lies there.
  }

  @Override
  public void upload(Poll member, Sha256 blob) {
    coordinator.uploads().bring(member.node(), blob);
    coordinator.desk().uploaded();
  }

  @Override
  public Receipt submit(Submission submission) {
    return coordinator.submit(submission);
  }

  @Override
  public void fail(RoundFailure failure) {
    coordinator.desk().fail(failure);
  }

  @Override
  public Optional<RoundReport> report(long round) {
    return coordinator.report(round);
  }

  @Override
  public void close() {
    // A poll ends within seconds, or at once with the coordinator's term.
  }
}
