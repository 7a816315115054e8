package dev.mycelium.registry.round;

import dev.mycelium.registry.event.EventKind;
import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.event.Fact;
import dev.mycelium.registry.group.GroupDeleted;
import dev.mycelium.registry.group.Groups;
import dev.mycelium.registry.group.MemberGone;
import dev.mycelium.registry.performance.HeadScored;
import dev.mycelium.registry.performance.Standings;
import dev.mycelium.rules.Yardstick;
import dev.mycelium.rules.Yardstick.Comparison;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadVerdict;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which head of each group is its best one, and what its members found of those after it, by {@link
 * Yardstick}. What is found is kept in the transaction of the score that decides it, under the
 * group's lock, and acted upon by the group's coordinator, whoever that is.
 */
@Service
public class Qualities {
  private final QualityRows rows;
  private final Yardsticks yardsticks;
  private final HeadRows heads;
  private final Standings standings;
  private final Groups groups;
  private final Events events;

  Qualities(
      QualityRows rows,
      Yardsticks yardsticks,
      HeadRows heads,
      Standings standings,
      Groups groups,
      Events events) {
    this.rows = rows;
    this.yardsticks = yardsticks;
    this.heads = heads;
    this.standings = standings;
    this.groups = groups;
    this.events = events;
  }

  @Transactional(readOnly = true)
  public HeadQuality of(GroupId group) {
    return rows.findById(group.value()).map(QualityRow::toQuality).orElseGet(HeadQuality::unknown);
  }

  @Transactional(readOnly = true)
  public Map<GroupId, HeadQuality> all() {
    return rows.findAll().stream()
        .collect(Collectors.toMap(QualityRow::group, QualityRow::toQuality));
  }

  /** A head that repeats the best one after a worse one takes that one's place. */
  @Transactional(propagation = Propagation.MANDATORY)
  void committed(GroupId group, Head head, NodeId coordinator) {
    rows.findById(group.value())
        .filter(row -> row.isRollback(head))
        .ifPresent(row -> restore(row, head, coordinator));
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(HeadScored scored) {
    GroupId group = scored.group();
    heads
        .findByGroupIdAndVersion(group.value(), scored.score().headVersion())
        .map(HeadRow::toHead)
        .ifPresent(head -> scored(begun(group, head), head, scored));
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(MemberGone gone) {
    yardsticks.findById(gone.node().value()).ifPresent(yardsticks::delete);
    rows.findById(gone.group().value()).ifPresent(this::measure);
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void on(GroupDeleted deleted) {
    yardsticks.deleteOf(deleted.id().value());
    rows.deleteOf(deleted.id().value());
  }

  /** The first head that anybody scored is the best one so far. */
  private QualityRow begun(GroupId group, Head head) {
    return rows.findById(group.value())
        .orElseGet(() -> rows.save(new QualityRow(group, settings(group), head)));
  }

  private @Nullable FederationSpec settings(GroupId group) {
    GroupSpec spec = groups.get(group).spec();
    return spec == null ? null : spec.federation();
  }

  private void scored(QualityRow row, Head head, HeadScored scored) {
    if (row.isBehind(head.version())) {
      return;
    }
    if (row.isBest(head)) {
      keep(row.group(), scored.node(), scored.score());
      measure(row);
      repeated(row, head.version());
      return;
    }
    Yardstick newer = new Yardstick(head.version(), scoresOf(row.group(), head.version()));
    judge(row, head, newer, yardstick(row).compare(newer, row.bounds()));
  }

  private void judge(QualityRow row, Head head, Yardstick newer, Comparison found) {
    if (found instanceof Comparison.Better better) {
      row.improve(head, better.cause());
      forgetAllBut(newer, row.group());
      newer.scores().forEach((node, score) -> keep(row.group(), node, score));
      measure(row);
    } else if (found instanceof Comparison.Worse worse) {
      condemn(row, head.version(), worse.cause());
      stopOnPlateau(row, head.version(), worse.cause());
    } else if (found instanceof Comparison.AsGood same) {
      row.judge(head.version(), HeadVerdict.AS_GOOD, same.cause());
      stopOnPlateau(row, head.version(), same.cause());
    }
  }

  private void repeated(QualityRow row, long version) {
    if (version > row.bestVersion()) {
      String same = "Version %d is version %d again".formatted(version, row.bestVersion());
      row.judge(version, HeadVerdict.AS_GOOD, same);
      stopOnPlateau(row, version, same);
    }
  }

  private void condemn(QualityRow row, long version, String cause) {
    if (!row.isJudged(version, HeadVerdict.WORSE)) {
      row.judge(version, HeadVerdict.WORSE, cause);
      events.write(fact(EventKind.HEAD_WORSE, row, version, cause));
    }
  }

  private void restore(QualityRow row, Head head, NodeId coordinator) {
    String cause =
        "Version %d is version %d again: %s"
            .formatted(head.version(), row.bestVersion(), row.cause());
    row.judge(head.version(), HeadVerdict.ROLLED_BACK, cause);
    events.write(fact(EventKind.HEAD_ROLLED_BACK, row, head.version(), cause).about(coordinator));
  }

  private void stopOnPlateau(QualityRow row, long version, String cause) {
    if (row.isPlateau(version)) {
      String why =
          "No head after version %d was better for %d versions: %s"
              .formatted(row.bestVersion(), version - row.bestVersion(), cause);
      row.stop(why);
      events.write(fact(EventKind.GROUP_STOPPED_EARLY, row, version, why));
    }
  }

  private static Fact fact(EventKind kind, QualityRow row, long version, String cause) {
    return Fact.of(kind, cause)
        .in(row.group())
        .figure("version", version)
        .figure("best_version", row.bestVersion());
  }

  private void measure(QualityRow row) {
    Map<NodeId, Score> scores = yardstick(row).scores();
    if (!scores.isEmpty()) {
      row.measure(scores.values());
    }
  }

  private void forgetAllBut(Yardstick newer, GroupId group) {
    yardsticks.findByGroupIdOrderByNodeId(group.value()).stream()
        .filter(kept -> !newer.scores().containsKey(kept.node()))
        .forEach(yardsticks::delete);
  }

  private void keep(GroupId group, NodeId node, Score score) {
    YardstickRow kept = yardsticks.findById(node.value()).orElseGet(() -> new YardstickRow(node));
    kept.become(group, score);
    yardsticks.save(kept);
  }

  private Yardstick yardstick(QualityRow row) {
    return new Yardstick(
        row.bestVersion(),
        yardsticks.findByGroupIdOrderByNodeId(row.group().value()).stream()
            .collect(Collectors.toMap(YardstickRow::node, YardstickRow::toScore)));
  }

  private Map<NodeId, Score> scoresOf(GroupId group, long version) {
    return standings.scores(group).entrySet().stream()
        .filter(scored -> scored.getValue().headVersion() == version)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
