package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of answer that a model gives. */
public enum TaskKind {
  /** One of the task's labels, scored by accuracy. */
  @JsonProperty("classification")
  CLASSIFICATION("accuracy"),
  /** A number, scored by R² = 1 - sum (y - y')² / sum (y - mean y)². */
  @JsonProperty("regression")
  REGRESSION("r2");

  private final String metric;

  TaskKind(String metric) {
    this.metric = metric;
  }

  /** Name of the score that goes with answers of this kind; higher is better. */
  public String metric() {
    return metric;
  }
}
