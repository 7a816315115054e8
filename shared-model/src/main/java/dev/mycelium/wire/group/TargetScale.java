package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * The units in which a regression's models answer: (y - mean) / scale.
 *
 * @param scale usually the standard deviation; above zero
 */
public record TargetScale(@JsonProperty("mean") double mean, @JsonProperty("scale") double scale) {

  public TargetScale {
    Expect.finite(mean, "schema.target.mean");
    Expect.positive(scale, "schema.target.scale");
  }

  /** What a model learns to answer for {@code value}. */
  public double encoded(double value) {
    return (value - mean) / scale;
  }

  /** The number that a model's answer stands for, in the units of the data. */
  public double decoded(double answer) {
    return answer * scale + mean;
  }
}
