package dev.mycelium.registry.round;

import dev.mycelium.rules.Yardstick;
import dev.mycelium.wire.group.EarlyStoppingSpec;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.RollbackSpec;
import dev.mycelium.wire.performance.Score;
import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadVerdict;
import dev.mycelium.wire.round.Sha256;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Collection;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Which head of a group is its best one, and what became of those after it. The settings are copied
 * from the group's spec, which never changes: no score needs the whole spec.
 */
@Entity
@Table(name = "head_quality")
@DynamicUpdate
class QualityRow {
  @Id
  @Column(name = "group_id")
  private String groupId;

  @Column(name = "rollback_tolerance")
  private @Nullable Double tolerance;

  private @Nullable Long patience;

  @Column(name = "min_delta")
  private double minDelta;

  @Column(name = "best_version")
  private long bestVersion;

  @Column(name = "best_sha")
  private String bestSha;

  @Column(name = "best_metric")
  private double bestMetric;

  @Column(name = "best_examples")
  private long bestExamples;

  @Column(name = "best_members")
  private int bestMembers;

  @Column(name = "judged_version")
  private @Nullable Long judgedVersion;

  private @Nullable String verdict;
  private @Nullable String cause;

  @Column(name = "stop_cause")
  private @Nullable String stopCause;

  @SuppressWarnings("NullAway.Init")
  protected QualityRow() {}

  QualityRow(GroupId group, @Nullable FederationSpec settings, Head first) {
    this.groupId = group.value();
    RollbackSpec rollback = settings == null ? null : settings.rollback();
    EarlyStoppingSpec stopping = settings == null ? null : settings.earlyStopping();
    this.tolerance = rollback == null ? null : rollback.tolerance();
    this.patience = stopping == null ? null : (long) stopping.patience();
    this.minDelta = stopping == null ? 0 : stopping.delta();
    this.bestVersion = first.version();
    this.bestSha = first.sha().hex();
  }

  /** The best head as those that scored it and are still there see it. */
  void measure(Collection<Score> scores) {
    double weight = scores.stream().mapToDouble(Score::examples).sum();
    bestMetric = scores.stream().mapToDouble(s -> s.value() * (s.examples() / weight)).sum();
    bestExamples = (long) weight;
    bestMembers = scores.size();
  }

  /** A newer head is the best one from now on. */
  void improve(Head head, String why) {
    bestVersion = head.version();
    bestSha = head.sha().hex();
    judge(head.version(), HeadVerdict.BETTER, why);
  }

  void judge(long version, String found, String why) {
    judgedVersion = version;
    verdict = found;
    cause = why;
  }

  void stop(String why) {
    stopCause = why;
  }

  /** The best head, or a later version with its very bytes: no score of it makes it a worse one. */
  boolean isBest(Head head) {
    return head.version() == bestVersion || head.sha().hex().equals(bestSha);
  }

  /** Whether {@code head} takes the place of one that was found worse. */
  boolean isRollback(Head head) {
    return HeadVerdict.WORSE.equals(verdict) && head.sha().hex().equals(bestSha);
  }

  /** Whether {@code version} was found worse already, or one after it was judged. */
  boolean isBehind(long version) {
    return version < bestVersion || (judgedVersion != null && version < judgedVersion);
  }

  boolean isJudged(long version, String found) {
    return judgedVersion != null && judgedVersion == version && found.equals(verdict);
  }

  /** Whether the group has waited long enough for a better head than the best one. */
  boolean isPlateau(long version) {
    return patience != null && stopCause == null && version - bestVersion >= patience;
  }

  Yardstick.Bounds bounds() {
    return new Yardstick.Bounds(tolerance == null ? Double.POSITIVE_INFINITY : tolerance, minDelta);
  }

  GroupId group() {
    return new GroupId(groupId);
  }

  /** Of the newest verdict. */
  String cause() {
    return cause == null ? "" : cause;
  }

  long bestVersion() {
    return bestVersion;
  }

  HeadQuality toQuality() {
    return new HeadQuality(
        new BestHead(bestVersion, new Sha256(bestSha), bestMetric, bestExamples, bestMembers),
        judgedVersion == null || verdict == null || cause == null
            ? null
            : new HeadVerdict(judgedVersion, verdict, cause),
        stopCause);
  }
}
