package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last step of a member's round, to a coordinator that loses what it was brought. */
class DeliveryTest {
  private static final Sha256 UPDATE = new Sha256("e".repeat(64));

  @TempDir Path state;

  @Test
  void bringsAnUpdateAgainThatWasGoneWhenItWasSubmitted() {
    Forgetful coordinator = new Forgetful(1);

    Receipt receipt = deliver(coordinator);

    assertThat(receipt).isEqualTo(new Receipt.Accepted());
    assertThat(coordinator.brought).containsExactly(UPDATE, UPDATE);
  }

  @Test
  void givesUpWhereEveryUpdateIsGone() {
    Forgetful coordinator = new Forgetful(Integer.MAX_VALUE);

    Receipt receipt = deliver(coordinator);

    assertThat(((Receipt.Refused) receipt).type()).isEqualTo(ProblemType.BLOB_NOT_FOUND);
    assertThat(coordinator.brought).hasSize(3);
  }

  private Receipt deliver(Coordination coordinator) {
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B)) {
      LocalUpdate update = new LocalUpdate(payload(1, 1), 1, 0.5, 1);
      return new LocalTraining.Answer(group.called(B, 0), update, UPDATE, null)
          .deliver(coordinator, new Poll(B, 0, null, -1, true));
    }
  }

  /** Loses the first updates between their uploads and their submissions. */
  private static final class Forgetful implements Coordination {
    private final List<Sha256> brought = new ArrayList<>();
    private final int lost;

    Forgetful(int lost) {
      this.lost = lost;
    }

    @Override
    public void upload(Poll member, Sha256 blob) {
      brought.add(blob);
    }

    @Override
    public Receipt submit(Submission submission) {
      return brought.size() > lost
          ? new Receipt.Accepted()
          : new Receipt.Refused(ProblemType.BLOB_NOT_FOUND, "gone");
    }

    @Override
    public Optional<RoundStatus> poll(Poll poll) {
      return Optional.empty();
    }

    @Override
    public void fetch(Sha256 blob) {}

    @Override
    public void fail(RoundFailure failure) {}

    @Override
    public Optional<RoundReport> report(long round) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
