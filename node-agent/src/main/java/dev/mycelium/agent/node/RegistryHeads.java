package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.round.Heads;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.HeadProposal;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group's heads at the registry. While the registry is away a commit waits for it: training
 * stands still until it is back, and nothing is lost.
 */
final class RegistryHeads implements Heads {
  private static final Logger log = LoggerFactory.getLogger(RegistryHeads.class);

  private final GroupId group;
  private final Directory directory;
  private final Backoff backoff;
  private final Predicate<Duration> pause;

  /**
   * @param pause waits; true if the term is over meanwhile
   */
  RegistryHeads(GroupId group, Directory directory, Backoff backoff, Predicate<Duration> pause) {
    this.group = requireNonNull(group, "group");
    this.directory = requireNonNull(directory, "directory");
    this.backoff = requireNonNull(backoff, "backoff");
    this.pause = requireNonNull(pause, "pause");
  }

  @Override
  public Commit publish(HeadProposal proposal) {
    boolean waiting = false;
    while (true) {
      try {
        return judged(directory.publish(group, proposal));
      } catch (RegistryUnavailableException e) {
        if (!waiting) {
          log.warn(
              "commit waits for the registry: round={} cause=\"{}\"",
              proposal.round(),
              e.getMessage());
        }
        waiting = true;
        if (pause.test(backoff.next())) {
          return new Commit.Stale("the term ended while the registry was away");
        }
      }
    }
  }

  private static Commit judged(PublishResult result) {
    return result instanceof PublishResult.Committed committed
        ? new Commit.Committed(committed.head())
        : new Commit.Stale(((PublishResult.Stale) result).problem().text());
  }
}
