package dev.mycelium.registry.performance;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The latest score of a member in its group; deleted with its place. */
@Entity
@Table(name = "scores")
class ScoreRow {
  @Id
  @Column(name = "node_id")
  private String nodeId;

  @Column(name = "group_id")
  private String groupId;

  @Column(name = "metric_value")
  private double value;

  private double loss;
  private long examples;

  @Column(name = "head_version")
  private long headVersion;

  @Column(name = "measured_at")
  private Instant measuredAt;

  @SuppressWarnings("NullAway.Init")
  protected ScoreRow() {}

  ScoreRow(GroupId group, NodeId node, Score score, Instant now) {
    this.nodeId = node.value();
    replace(group, score, now);
  }

  final void replace(GroupId group, Score score, Instant now) {
    this.groupId = group.value();
    this.value = score.value();
    this.loss = score.loss();
    this.examples = score.examples();
    this.headVersion = score.headVersion();
    this.measuredAt = now;
  }

  boolean is(GroupId group, Score score) {
    return groupId.equals(group.value()) && toScore().equals(score);
  }

  NodeId node() {
    return new NodeId(nodeId);
  }

  GroupId group() {
    return new GroupId(groupId);
  }

  Score toScore() {
    return new Score(value, loss, examples, headVersion);
  }
}
