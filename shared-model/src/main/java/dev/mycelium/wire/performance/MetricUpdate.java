package dev.mycelium.wire.performance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/** A performance that a client states, as in the original registry. */
public record MetricUpdate(@JsonProperty("metric") Double metric) {

  public MetricUpdate {
    metric = Expect.finite(Expect.present(metric, "metric", "a finite number"), "metric");
  }
}
