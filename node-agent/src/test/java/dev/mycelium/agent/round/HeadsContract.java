package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.round.Heads.Commit;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import org.junit.jupiter.api.Test;

/** What every place keeps to in which a candidate becomes a head. */
public abstract class HeadsContract {
  protected static final NodeId FIRST = new NodeId("node-1");
  protected static final NodeId SECOND = new NodeId("node-2");
  private static final Sha256 ZERO = sha('0');
  private static final Sha256 ONE = sha('1');
  private static final Sha256 OTHER = sha('2');

  /** Heads of a group without a head. */
  protected abstract Heads heads();

  /** Makes {@code node} the coordinator, whoever was it before; returns the epoch. */
  protected abstract long grant(NodeId node);

  private static Sha256 sha(char digit) {
    return new Sha256(String.valueOf(digit).repeat(64));
  }

  @Test
  void chainsVersions() {
    Heads heads = heads();
    long epoch = grant(FIRST);

    Commit first = heads.publish(new HeadProposal(FIRST, null, ZERO, epoch, 0));
    Commit second = heads.publish(new HeadProposal(FIRST, ZERO, ONE, epoch, 3));

    assertThat(first).isEqualTo(new Commit.Committed(new Head(0, null, ZERO, epoch, 0)));
    assertThat(second).isEqualTo(new Commit.Committed(new Head(1, ZERO, ONE, epoch, 3)));
  }

  @Test
  void answersARepeatedProposalAsBefore() {
    Heads heads = heads();
    long epoch = grant(FIRST);
    HeadProposal proposal = new HeadProposal(FIRST, null, ZERO, epoch, 0);

    Commit first = heads.publish(proposal);

    assertThat(heads.publish(proposal)).isEqualTo(first);
  }

  @Test
  void refusesAnEarlierEpoch() {
    Heads heads = heads();
    long stale = grant(FIRST);
    long epoch = grant(SECOND);

    Commit refused = heads.publish(new HeadProposal(FIRST, null, ZERO, stale, 0));

    assertThat(refused).isInstanceOf(Commit.Stale.class);
    assertThat(heads.publish(new HeadProposal(SECOND, null, ONE, epoch, 0)))
        .isEqualTo(new Commit.Committed(new Head(0, null, ONE, epoch, 0)));
  }

  @Test
  void refusesAnotherParent() {
    Heads heads = heads();
    long epoch = grant(FIRST);
    var unused = heads.publish(new HeadProposal(FIRST, null, ZERO, epoch, 0));

    Commit refused = heads.publish(new HeadProposal(FIRST, OTHER, ONE, epoch, 1));

    assertThat(refused).isInstanceOf(Commit.Stale.class);
  }
}
