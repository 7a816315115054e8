package dev.mycelium.registry.round;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.registry.group.GroupDeleted;
import dev.mycelium.registry.group.Groups;
import dev.mycelium.registry.group.Terms;
import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.Page;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.RoundEntry;
import dev.mycelium.wire.round.RoundReport;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The attempts at rounds of every group. Each is (round, epoch); its writer holds the group's lock.
 */
@Service
class Rounds {
  private static final Set<String> WITH_A_HEAD = Set.of(RoundRow.COMPLETED, RoundRow.ROLLED_BACK);

  private final RoundRows rows;
  private final Groups groups;
  private final Terms terms;
  private final Events events;
  private final Clock clock;

  Rounds(RoundRows rows, Groups groups, Terms terms, Events events, Clock clock) {
    this.rows = rows;
    this.groups = groups;
    this.terms = terms;
    this.events = events;
    this.clock = clock;
  }

  /** Notes that a round ended in a head; version 0 belongs to no round. */
  @Transactional(propagation = Propagation.MANDATORY)
  void complete(GroupId group, Head head, NodeId coordinator) {
    if (head.round() == 0) {
      return;
    }
    find(group, head.round(), head.epoch())
        .filter(row -> !row.hasHead())
        .ifPresentOrElse(
            row -> row.complete(head, clock.instant()),
            () -> rows.save(new RoundRow(group, head, coordinator, clock.instant())));
  }

  /** Takes the word of the present coordinator for who took part; the same word again is fine. */
  @Transactional
  RoundEntry report(GroupId group, RoundAccount account) {
    RoundReport report = account.report();
    CoordinatorTerm term = terms.lock(group);
    if (!term.isHeldBy(account.nodeId()) || term.epoch() != report.epoch()) {
      throw StaleEpochException.of(group, account.nodeId(), report.epoch(), term);
    }
    Optional<RoundRow> known = find(group, report.round(), report.epoch());
    boolean committed = known.map(RoundRow::hasHead).orElse(false);
    requireTruth(report, committed);
    known.ifPresent(row -> row.tell(account));
    RoundRow row = known.orElseGet(() -> rows.save(new RoundRow(group, account, clock.instant())));
    if (known.isEmpty()) {
      writeFailure(group, account);
    }
    return row.toEntry();
  }

  /** A stretch of a group's attempts, in the order in which they ended. */
  @Transactional(readOnly = true)
  List<RoundEntry> of(GroupId group, Page page) {
    groups.requireKnown(group);
    return rows
        .findByGroupIdAndIdGreaterThanOrderById(group.value(), page.after(), Limit.of(page.limit()))
        .stream()
        .map(RoundRow::toEntry)
        .toList();
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(GroupDeleted deleted) {
    rows.deleteOf(deleted.id().value());
  }

  /** A round is completed by its head and by nothing else; a rollback is a head too. */
  private static void requireTruth(RoundReport report, boolean committed) {
    if (committed != WITH_A_HEAD.contains(report.outcome())) {
      throw InvalidFieldException.of(
          "report.outcome",
          report.outcome(),
          committed
              ? "completed or rolled_back, the round's head was committed"
              : "another than %s, no head was committed in this round".formatted(report.outcome()));
    }
  }

  private void writeFailure(GroupId group, RoundAccount account) {
    RoundReport report = account.report();
    events.write(
        Fact.of(EventKind.ROUND_FAILED, report.cause())
            .about(account.nodeId())
            .in(group)
            .figure("round", report.round())
            .figure("epoch", report.epoch())
            .figure("counted", report.counted().size())
            .figure("missing", report.missing().size()));
  }

  private Optional<RoundRow> find(GroupId group, long round, long epoch) {
    return rows.findFirstByGroupIdAndRoundAndEpochOrderByIdDesc(group.value(), round, epoch);
  }
}
