package dev.mycelium.registry.round;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.registry.group.GroupDeleted;
import dev.mycelium.registry.group.Groups;
import dev.mycelium.registry.group.Terms;
import dev.mycelium.rules.HeadChain.Verdict;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The committed versions of every group's model. */
@Service
class Heads {
  private static final Logger LOG = LoggerFactory.getLogger(Heads.class);

  private final HeadRows rows;
  private final Groups groups;
  private final Terms terms;
  private final Rounds rounds;
  private final Qualities qualities;
  private final Events events;
  private final Clock clock;

  Heads(
      HeadRows rows,
      Groups groups,
      Terms terms,
      Rounds rounds,
      Qualities qualities,
      Events events,
      Clock clock) {
    this.rows = rows;
    this.groups = groups;
    this.terms = terms;
    this.rounds = rounds;
    this.qualities = qualities;
    this.events = events;
    this.clock = clock;
  }

  /** Compares parent and epoch, then sets, in one transaction. */
  @Transactional
  Head propose(GroupId group, HeadProposal proposal) {
    Verdict verdict = terms.propose(group, proposal);
    if (verdict instanceof Verdict.Committed committed) {
      return commit(group, proposal, committed.head());
    }
    if (verdict instanceof Verdict.AlreadyCommitted again) {
      return again.head();
    }
    LOG.info("head refused, group={} node={} {}", group, proposal.nodeId(), verdict);
    if (verdict instanceof Verdict.StaleEpoch stale) {
      throw StaleEpochException.of(group, proposal.nodeId(), proposal.epoch(), stale.term());
    }
    throw StaleParentException.of(group, ((Verdict.StaleParent) verdict).head());
  }

  /** All versions of a group, oldest first. */
  @Transactional(readOnly = true)
  List<Head> of(GroupId group) {
    groups.requireKnown(group);
    return rows.findByGroupIdOrderByVersion(group.value()).stream().map(HeadRow::toHead).toList();
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(GroupDeleted deleted) {
    rows.deleteOf(deleted.id().value());
  }

  private Head commit(GroupId group, HeadProposal proposal, Head head) {
    rows.save(new HeadRow(group, head, proposal.nodeId(), clock.instant()));
    rounds.complete(group, head, proposal.nodeId());
    events.write(
        Fact.of(EventKind.HEAD_COMMITTED, "The coordinator's candidate follows the head")
            .about(proposal.nodeId())
            .in(group)
            .figure("version", head.version())
            .figure("epoch", head.epoch())
            .figure("round", head.round()));
    qualities.committed(group, head, proposal.nodeId());
    LOG.info(
        "head committed, group={} version={} sha={} epoch={} round={}",
        group,
        head.version(),
        head.sha().abbreviated(),
        head.epoch(),
        head.round());
    return head;
  }
}
