package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.round.Heads;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A group's heads at the registry. While the registry is away it is asked again ever more rarely,
 * however often a round ends meanwhile. A proposal that got no answer may have been committed; what
 * is proposed after it then follows it. Confined to one thread.
 */
final class RegistryHeads implements Heads {
  private final GroupId group;
  private final Directory directory;
  private final Backoff backoff;
  private final Clock clock;
  private final Set<Sha256> unanswered = new HashSet<>();
  private Instant notBefore = Instant.MIN;
  private Commit.Away away = new Commit.Away("");

  /**
   * @param clock never runs backwards
   */
  RegistryHeads(GroupId group, Directory directory, Backoff backoff, Clock clock) {
    this.group = requireNonNull(group, "group");
    this.directory = requireNonNull(directory, "directory");
    this.backoff = requireNonNull(backoff, "backoff");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Commit publish(HeadProposal proposal) {
    if (clock.instant().isBefore(notBefore)) {
      return away;
    }
    try {
      Commit commit = ask(proposal);
      backoff.reset();
      unanswered.clear();
      return commit;
    } catch (RegistryUnavailableException e) {
      unanswered.add(proposal.sha());
      notBefore = clock.instant().plus(backoff.next());
      away = new Commit.Away(String.valueOf(e.getMessage()));
      return away;
    }
  }

  private Commit ask(HeadProposal proposal) {
    PublishResult result = directory.publish(group, proposal);
    if (result instanceof PublishResult.Stale && !unanswered.isEmpty()) {
      Optional<HeadProposal> rebased = ownHead().map(head -> onTopOf(head, proposal));
      if (rebased.isPresent()) {
        result = directory.publish(group, rebased.get());
      }
    }
    return result instanceof PublishResult.Committed committed
        ? new Commit.Committed(committed.head())
        : new Commit.Stale(((PublishResult.Stale) result).problem().text());
  }

  /** The group's head, if it is one that was proposed here and never acknowledged. */
  private Optional<Head> ownHead() {
    return directory
        .group(group)
        .flatMap(view -> Optional.ofNullable(view.head()))
        .filter(head -> unanswered.contains(head.sha()));
  }

  private static HeadProposal onTopOf(Head head, HeadProposal proposal) {
    return new HeadProposal(
        proposal.nodeId(), head.sha(), proposal.sha(), proposal.epoch(), proposal.round());
  }
}
