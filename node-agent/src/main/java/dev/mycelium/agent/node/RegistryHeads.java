package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.agent.directory.RegistryRefusedException;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.round.Heads;
import dev.mycelium.agent.round.Judgement;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group's heads at the registry. While the registry is away it is asked again ever more rarely,
 * however often a round ends meanwhile. A proposal that got no answer may have been committed; what
 * is proposed after it then follows it. Confined to one thread.
 */
final class RegistryHeads implements Heads {
  private static final Logger log = LoggerFactory.getLogger(RegistryHeads.class);
  private static final int TOO_MANY_REQUESTS = 429;

  private final GroupId group;
  private final Directory directory;
  private final Backoff backoff;
  private final Clock clock;
  private final Set<Sha256> unanswered = new HashSet<>();
  private @Nullable Outage outage;

  /** The registry gave no answer, and is not asked before {@code end}. */
  private record Outage(Commit.Away answer, Instant end) {}

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
    Instant begin = clock.instant();
    if (outage != null && begin.isBefore(outage.end())) {
      return outage.answer();
    }
    try {
      return answered(ask(proposal));
    } catch (RegistryUnavailableException e) {
      return unanswered(proposal, begin, String.valueOf(e.getMessage()));
    } catch (RegistryRefusedException e) {
      if (e.problem().status() != TOO_MANY_REQUESTS) {
        throw e;
      }
      return unanswered(proposal, begin, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<Judgement> judgement() {
    if (outage != null && clock.instant().isBefore(outage.end())) {
      return Optional.empty();
    }
    try {
      return directory
          .group(group)
          .map(view -> new Judgement(view.best(), view.verdict(), view.finalHead()));
    } catch (RegistryUnavailableException | RegistryRefusedException e) {
      log.debug("no word about the heads: group={} cause=\"{}\"", group, e.getMessage());
      return Optional.empty();
    }
  }

  private Commit answered(Commit commit) {
    if (outage != null) {
      log.info("the registry answers again: group={}", group);
    }
    outage = null;
    backoff.reset();
    unanswered.clear();
    return commit;
  }

  /** Waiting for no answer takes a fifth of the time at most. */
  private Commit unanswered(HeadProposal proposal, Instant begin, String cause) {
    if (outage == null) {
      log.warn("no commit, the registry is away: round={} cause=\"{}\"", proposal.round(), cause);
    }
    unanswered.add(proposal.sha());
    Instant now = clock.instant();
    Duration waited = Duration.between(begin, now).multipliedBy(4);
    Duration pause = backoff.next();
    Commit.Away answer = new Commit.Away(cause);
    outage = new Outage(answer, now.plus(pause.compareTo(waited) < 0 ? waited : pause));
    return answer;
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
