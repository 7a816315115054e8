package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.agent.round.Heads;
import dev.mycelium.agent.round.Heads.Commit;
import dev.mycelium.agent.round.HeadsContract;
import dev.mycelium.agent.round.ManualClock;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistryHeadsTest extends HeadsContract {
  private final ManualClock clock = new ManualClock();
  private final InMemoryDirectory directory = new InMemoryDirectory();
  private final GroupId group =
      ((FoundResult.Founded)
              directory.found(
                  new GroupCreation("linear", "digits", null, null, null, null, null, null)))
          .group();

  @Override
  protected Heads heads() {
    Backoff backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2), new SplittableRandom(1));
    return new RegistryHeads(group, directory, backoff, clock);
  }

  @Override
  protected long grant(NodeId node) {
    directory.register(new NodeRegistration("127.0.0.1:1", node, null, null, null, true, null, 1));
    return directory.grant(group, node);
  }

  @Test
  void asksARegistryThatIsAwayOnceInAWhileOnly() {
    long epoch = grant(FIRST);
    Heads heads = heads();
    directory.goAway();

    assertThat(heads.publish(proposal(null, 'a', epoch))).isInstanceOf(Commit.Away.class);
    assertThat(heads.publish(proposal(null, 'b', epoch))).isInstanceOf(Commit.Away.class);
    assertThat(directory.refusals()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(heads.publish(proposal(null, 'c', epoch))).isInstanceOf(Commit.Away.class);
    assertThat(directory.refusals()).isEqualTo(2);

    directory.comeBack();
    clock.advance(Duration.ofSeconds(2));
    assertThat(heads.publish(proposal(null, 'd', epoch)))
        .isEqualTo(new Commit.Committed(new Head(0, null, sha('d'), epoch, 0)));
  }

  @Test
  void leavesARegistryThatHangsInPeaceForFourTimesItsSilence() {
    long epoch = grant(FIRST);
    Heads heads = heads();
    Duration silence = Duration.ofSeconds(10);
    directory.goAwayAfter(() -> clock.advance(silence));

    assertThat(heads.publish(proposal(null, 'a', epoch))).isInstanceOf(Commit.Away.class);
    clock.advance(silence.multipliedBy(4).minusNanos(1));
    assertThat(heads.publish(proposal(null, 'b', epoch))).isInstanceOf(Commit.Away.class);
    assertThat(directory.refusals()).isEqualTo(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(heads.publish(proposal(null, 'c', epoch))).isInstanceOf(Commit.Away.class);
    assertThat(directory.refusals()).isEqualTo(2);
  }

  @Test
  void takesARegistryThatPutsItOffForOneThatIsAway() {
    long epoch = grant(FIRST);
    Heads heads = heads();
    directory.putOffNextProposal();

    assertThat(heads.publish(proposal(null, 'a', epoch))).isInstanceOf(Commit.Away.class);
    clock.advance(Duration.ofSeconds(2));
    assertThat(heads.publish(proposal(null, 'b', epoch))).isInstanceOf(Commit.Committed.class);
  }

  @Test
  void followsAHeadOfItsOwnWhoseAnswerWasLost() {
    long epoch = grant(FIRST);
    Heads heads = heads();
    directory.loseNextAnswer();

    assertThat(heads.publish(proposal(null, 'a', epoch))).isInstanceOf(Commit.Away.class);
    clock.advance(Duration.ofSeconds(2));
    Commit commit = heads.publish(proposal(null, 'b', epoch));

    assertThat(commit).isEqualTo(new Commit.Committed(new Head(1, sha('a'), sha('b'), epoch, 0)));
  }

  @Test
  void followsNobodyElsesHead() {
    long stale = grant(FIRST);
    Heads heads = heads();
    directory.goAway();
    var unused = heads.publish(proposal(null, 'a', stale));
    directory.comeBack();
    clock.advance(Duration.ofSeconds(2));
    long epoch = grant(SECOND);
    Commit others = heads().publish(new HeadProposal(SECOND, null, sha('c'), epoch, 0));

    assertThat(heads.publish(proposal(null, 'b', stale))).isInstanceOf(Commit.Stale.class);
    assertThat(directory.group(group).orElseThrow().head())
        .isEqualTo(((Commit.Committed) others).head());
  }

  private static HeadProposal proposal(@Nullable Sha256 parent, char sha, long epoch) {
    return new HeadProposal(FIRST, parent, sha(sha), epoch, 0);
  }

  private static Sha256 sha(char digit) {
    return new Sha256(String.valueOf(digit).repeat(64));
  }
}
