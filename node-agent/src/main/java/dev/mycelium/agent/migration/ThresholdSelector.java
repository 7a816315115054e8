package dev.mycelium.agent.migration;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.migration.MigrationDecision.Move;
import dev.mycelium.agent.migration.MigrationDecision.Stay;
import dev.mycelium.wire.group.GroupView;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The original's rule: move to the best compatible group whose measured metric is more than a
 * threshold above the node's own score. Exactly at the bar it stays. The metric is what the group's
 * members measured on their data; what the group would be worth on this node's data is not looked
 * at.
 *
 * @param threshold at least 0
 */
public record ThresholdSelector(double threshold, ThresholdMode mode) implements GroupSelector {

  public ThresholdSelector {
    if (!(threshold >= 0 && Double.isFinite(threshold))) {
      throw new IllegalArgumentException("threshold: " + threshold + " (expected: >= 0)");
    }
    requireNonNull(mode, "mode");
  }

  @Override
  public MigrationDecision decide(SelectionView view) {
    Double ownScore = view.ownScore();
    if (ownScore == null) {
      return new Stay("no head yet that this node took part in making", Map.of());
    }
    List<GroupView> others =
        view.candidates().among(view.groups()).stream()
            .filter(group -> !group.groupId().equals(view.current()))
            .filter(group -> group.standing().measured() != null)
            .toList();
    if (others.isEmpty()) {
      return new Stay("no other compatible group with room", Map.of("own_score", ownScore));
    }
    return compare(ownScore, others.get(0));
  }

  private MigrationDecision compare(double ownScore, GroupView best) {
    double metric = Candidates.measured(best);
    double bar = mode.bar(ownScore, threshold);
    Map<String, Double> figures =
        Map.of("own_score", ownScore, "group_metric", metric, "threshold", threshold, "bar", bar);
    String comparison = String.format(Locale.ROOT, "%.4f against a bar of %.4f", metric, bar);
    return metric > bar
        ? new Move(best.groupId(), "the group scores " + comparison, figures)
        : new Stay("the best other group scores " + comparison, figures);
  }
}
