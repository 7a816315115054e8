package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;

/** The optimizer of local training. Its state starts afresh in every round. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OptimizerSpec.Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = OptimizerSpec.Adam.class, name = "adam"),
  @JsonSubTypes.Type(value = OptimizerSpec.AdamW.class, name = "adamw")
})
public sealed interface OptimizerSpec {

  double learningRate();

  /** Stochastic gradient descent, v = momentum v + g, w = w - rate v. */
  record Sgd(
      @JsonProperty("learning_rate") double learningRate, @JsonProperty("momentum") double momentum)
      implements OptimizerSpec {
    public Sgd {
      Expect.positive(learningRate, "spec.training.optimizer.learning_rate");
      Expect.inRange(momentum, "spec.training.optimizer.momentum", 0, 0.9999);
    }
  }

  /** Kingma and Ba 2015, algorithm 1, with b1 .9, b2 .999 and epsilon 1e-8. */
  record Adam(@JsonProperty("learning_rate") double learningRate) implements OptimizerSpec {
    public Adam {
      Expect.positive(learningRate, "spec.training.optimizer.learning_rate");
    }
  }

  /** Loshchilov and Hutter 2019, algorithm 2, with Adam's constants. */
  record AdamW(
      @JsonProperty("learning_rate") double learningRate,
      @JsonProperty("weight_decay") double weightDecay)
      implements OptimizerSpec {
    public AdamW {
      Expect.positive(learningRate, "spec.training.optimizer.learning_rate");
      Expect.inRange(weightDecay, "spec.training.optimizer.weight_decay", 0, 1);
    }
  }
}
