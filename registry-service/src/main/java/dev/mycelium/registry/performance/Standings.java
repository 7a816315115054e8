package dev.mycelium.registry.performance;

import dev.mycelium.registry.group.GroupDeleted;
import dev.mycelium.registry.group.GroupFounded;
import dev.mycelium.registry.group.GroupNotFoundException;
import dev.mycelium.registry.group.MemberGone;
import dev.mycelium.wire.Page;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.performance.StandingEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How well the groups do. A standing changes in the transaction that changes what it follows from:
 * a member's score, or the membership. Every group has a row from its foundation on.
 */
@Service
public class Standings {
  private final ScoreRows scores;
  private final StandingRows rows;
  private final StandingChanges history;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Standings(
      ScoreRows scores,
      StandingRows rows,
      StandingChanges history,
      ApplicationEventPublisher publisher,
      Clock clock) {
    this.scores = scores;
    this.rows = rows;
    this.history = history;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * Keeps a member's latest score. The caller holds the group's lock and knows that the node is its
   * member.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(GroupId group, NodeId node, Score score) {
    ScoreRow row = scores.findById(node.value()).orElse(null);
    if (row == null) {
      scores.save(new ScoreRow(group, node, score, clock.instant()));
    } else if (row.is(group, score)) {
      return;
    } else {
      row.replace(group, score, clock.instant());
    }
    measure(group);
    publisher.publishEvent(new HeadScored(group, node, score));
  }

  /** Keeps a number that somebody states for a group; shown until something is measured. */
  @Transactional
  public void claim(GroupId group, double metric) {
    StandingRow row = locked(group);
    if (row.claim(metric, clock.instant())) {
      remember(row);
    }
  }

  @Transactional(readOnly = true)
  public GroupStanding of(GroupId group) {
    return row(group).toStanding();
  }

  @Transactional(readOnly = true)
  public Map<GroupId, GroupStanding> all() {
    return rows.findAll().stream()
        .collect(Collectors.toMap(StandingRow::group, StandingRow::toStanding));
  }

  /** The latest scores of a group's members. */
  @Transactional(readOnly = true)
  public Map<NodeId, Score> scores(GroupId group) {
    return scores.findByGroupIdOrderByNodeId(group.value()).stream()
        .collect(Collectors.toMap(ScoreRow::node, ScoreRow::toScore));
  }

  /** A stretch of the values that a group's standing had, oldest first. */
  @Transactional(readOnly = true)
  public List<StandingEntry> history(GroupId group, Page page) {
    row(group);
    return history
        .findByGroupIdAndIdGreaterThanOrderById(group.value(), page.after(), Limit.of(page.limit()))
        .stream()
        .map(StandingChange::toEntry)
        .toList();
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(GroupFounded founded) {
    StandingRow row = rows.save(new StandingRow(founded.id(), founded.claimed(), clock.instant()));
    if (founded.claimed() != null) {
      remember(row);
    }
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(MemberGone gone) {
    scores
        .findById(gone.node().value())
        .ifPresent(
            row -> {
              scores.delete(row);
              measure(gone.group());
            });
  }

  /**
   * Before its members are told to go, so that nothing is measured on the way. The standing goes
   * before its history: whoever claims meanwhile holds its lock, and adds to the history.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(GroupDeleted deleted) {
    scores.deleteOf(deleted.id().value());
    rows.deleteOf(deleted.id().value());
    history.deleteOf(deleted.id().value());
  }

  private void measure(GroupId group) {
    List<Score> latest =
        scores.findByGroupIdOrderByNodeId(group.value()).stream().map(ScoreRow::toScore).toList();
    StandingRow row = locked(group);
    if (row.become(Measured.from(latest), clock.instant())) {
      remember(row);
    }
  }

  private void remember(StandingRow row) {
    Instant now = clock.instant();
    history.save(new StandingChange(row.group(), row.toStanding().standing(), now));
  }

  private StandingRow locked(GroupId group) {
    return rows.lock(group.value()).orElseThrow(() -> GroupNotFoundException.of(group));
  }

  private StandingRow row(GroupId group) {
    return rows.findById(group.value()).orElseThrow(() -> GroupNotFoundException.of(group));
  }
}
