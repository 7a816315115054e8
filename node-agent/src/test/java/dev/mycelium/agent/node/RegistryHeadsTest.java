package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.agent.round.Heads;
import dev.mycelium.agent.round.HeadsContract;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RegistryHeadsTest extends HeadsContract {
  private static final Sha256 SHA = new Sha256("a".repeat(64));

  private final InMemoryDirectory directory = new InMemoryDirectory();
  private final GroupId group =
      ((FoundResult.Founded)
              directory.found(
                  new GroupCreation("linear", "digits", null, null, null, null, null, null)))
          .group();

  @Override
  protected Heads heads() {
    return heads(pause -> false);
  }

  @Override
  protected long grant(NodeId node) {
    return directory.grant(group, node);
  }

  private Heads heads(Predicate<Duration> pause) {
    Backoff backoff =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new SplittableRandom(1));
    return new RegistryHeads(group, directory, backoff, pause);
  }

  @Test
  void waitsForARegistryThatIsAway() {
    long epoch = grant(FIRST);
    directory.goAway();
    AtomicInteger pauses = new AtomicInteger();
    Heads heads =
        heads(
            pause -> {
              if (pauses.incrementAndGet() == 3) {
                directory.comeBack();
              }
              return false;
            });

    Heads.Commit commit = heads.publish(new HeadProposal(FIRST, null, SHA, epoch, 0));

    assertThat(commit).isEqualTo(new Heads.Commit.Committed(new Head(0, null, SHA, epoch, 0)));
    assertThat(pauses).hasValue(3);
  }

  @Test
  void stopsWaitingWhenTheTermIsOver() {
    long epoch = grant(FIRST);
    directory.goAway();

    Heads.Commit commit =
        heads(pause -> true).publish(new HeadProposal(FIRST, null, SHA, epoch, 0));

    assertThat(commit).isInstanceOf(Heads.Commit.Stale.class);
  }
}
