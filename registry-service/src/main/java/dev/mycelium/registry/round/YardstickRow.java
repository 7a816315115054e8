package dev.mycelium.registry.round;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.performance.Score;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What a member measured of its group's best head; deleted with its place. */
@Entity
@Table(name = "yardsticks")
class YardstickRow {
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

  @SuppressWarnings("NullAway.Init")
  protected YardstickRow() {}

  @SuppressWarnings("NullAway.Init")
  YardstickRow(NodeId node) {
    this.nodeId = node.value();
  }

  void become(GroupId group, Score score) {
    groupId = group.value();
    value = score.value();
    loss = score.loss();
    examples = score.examples();
    headVersion = score.headVersion();
  }

  NodeId node() {
    return new NodeId(nodeId);
  }

  Score toScore() {
    return new Score(value, loss, examples, headVersion);
  }
}
