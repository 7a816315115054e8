package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of answer that a model gives. */
public enum TaskKind {
  @JsonProperty("classification")
  CLASSIFICATION
}
