package dev.mycelium.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.rules.HeadChain.Verdict;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadChainTest {
  private static final NodeId NODE = new NodeId("a");
  private static final CoordinatorTerm TERM = new CoordinatorTerm(NODE, 3);

  @Test
  void beginsAtVersionZeroAndCountsOn() {
    Verdict first = HeadChain.empty().propose(proposal(null, sha(0), 3), TERM);
    Verdict second = new HeadChain(head(0)).propose(proposal(sha(0), sha(1), 3), TERM);

    assertThat(first).isEqualTo(new Verdict.Committed(new Head(0, null, sha(0), 3, 9)));
    assertThat(second).isEqualTo(new Verdict.Committed(new Head(1, sha(0), sha(1), 3, 9)));
  }

  @Test
  void answersTheSameProposalTheSameEvenAfterTheTerm() {
    HeadChain chain = new HeadChain(new Head(1, sha(0), sha(1), 3, 9));

    Verdict again = chain.propose(proposal(sha(0), sha(1), 3), CoordinatorTerm.vacant());

    assertThat(again).isEqualTo(new Verdict.AlreadyCommitted(chain.head()));
  }

  @Test
  void countsOnWhereTrainingChangesNothing() {
    HeadChain chain = new HeadChain(new Head(2, sha(1), sha(1), 3, 9));

    Verdict again = chain.propose(new HeadProposal(NODE, sha(1), sha(1), 3, 9), TERM);
    Verdict next = chain.propose(new HeadProposal(NODE, sha(1), sha(1), 3, 10), TERM);

    assertThat(again).isEqualTo(new Verdict.AlreadyCommitted(chain.head()));
    assertThat(next).isEqualTo(new Verdict.Committed(new Head(3, sha(1), sha(1), 3, 10)));
  }

  @Test
  void refusesAStaleEpochBeforeItLooksAtTheParent() {
    HeadChain chain = new HeadChain(head(0));

    assertThat(chain.propose(proposal(sha(0), sha(1), 2), TERM))
        .isEqualTo(new Verdict.StaleEpoch(TERM));
    assertThat(chain.propose(proposal(sha(7), sha(1), 4), TERM))
        .isEqualTo(new Verdict.StaleEpoch(TERM));
    assertThat(chain.propose(proposal(sha(0), sha(1), 3), CoordinatorTerm.vacant()))
        .isEqualTo(new Verdict.StaleEpoch(CoordinatorTerm.vacant()));
  }

  @Test
  void refusesAnyParentButTheNewestHead() {
    HeadChain chain = new HeadChain(new Head(1, sha(0), sha(1), 3, 9));

    assertThat(chain.propose(proposal(sha(0), sha(2), 3), TERM))
        .isEqualTo(new Verdict.StaleParent(chain.head()));
    assertThat(chain.propose(proposal(null, sha(2), 3), TERM))
        .isEqualTo(new Verdict.StaleParent(chain.head()));
    assertThat(HeadChain.empty().propose(proposal(sha(0), sha(1), 3), TERM))
        .isEqualTo(new Verdict.StaleParent(null));
  }

  @Test
  void takesAnOlderHeadsContentAsANewVersion() {
    HeadChain bad = new HeadChain(new Head(6, sha(5), sha(6), 3, 9));
    HeadProposal rollback = new HeadProposal(NODE, sha(6), sha(5), 3, 11);

    Verdict restored = bad.propose(rollback, TERM);

    assertThat(restored).isEqualTo(new Verdict.Committed(new Head(7, sha(6), sha(5), 3, 11)));
    assertThat(new HeadChain(new Head(7, sha(6), sha(5), 3, 11)).propose(rollback, TERM))
        .isInstanceOf(Verdict.AlreadyCommitted.class);
  }

  /** What was rolled back, said again by a network that delays and repeats. */
  @Test
  void doesNotCommitAgainWhatFollowedAHeadBeforeARollback() {
    HeadChain restored = new HeadChain(new Head(7, sha(6), sha(5), 3, 11));

    Verdict echo = restored.propose(new HeadProposal(NODE, sha(5), sha(6), 3, 9), TERM);

    assertThat(echo).isEqualTo(new Verdict.StaleParent(restored.head()));
  }

  @ParameterizedTest
  @MethodSource("dev.mycelium.rules.Seeds#some")
  void neverSkipsOrRepeatsAVersionUnderArbitraryProposals(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HeadChain chain = HeadChain.empty();
    long versions = 0;

    for (int step = 0; step < 300; step++) {
      int parent = random.nextInt(-1, 6);
      HeadProposal proposal =
          proposal(parent < 0 ? null : sha(parent), sha(random.nextInt(6)), random.nextLong(2, 5));
      Verdict verdict = chain.propose(proposal, TERM);
      if (verdict instanceof Verdict.Committed committed) {
        assertThat(committed.head().version())
            .as("seed %d step %d", seed, step)
            .isEqualTo(versions);
        assertThat(proposal.epoch()).as("seed %d step %d", seed, step).isEqualTo(TERM.epoch());
        assertThat(committed.head().parentSha())
            .isEqualTo(chain.head() == null ? null : chain.head().sha());
        chain = new HeadChain(committed.head());
        versions++;
      }
    }
    assertThat(versions).as("seed %d", seed).isPositive();
  }

  private static Head head(int content) {
    return new Head(0, null, sha(content), 3, 9);
  }

  private static HeadProposal proposal(@Nullable Sha256 parent, Sha256 sha, long epoch) {
    return new HeadProposal(NODE, parent, sha, epoch, 9);
  }

  private static Sha256 sha(int content) {
    return new Sha256(Integer.toHexString(content).repeat(64));
  }
}
