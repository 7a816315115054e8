package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;

/** The optimizer of local training. Its state starts afresh in every round. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OptimizerSpec.Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = OptimizerSpec.Adam.class, name = "adam"),
  @JsonSubTypes.Type(value = OptimizerSpec.AdamW.class, name = "adamw")
})
public sealed interface OptimizerSpec {

  double learningRate();

  /** The same with another learning rate. */
  OptimizerSpec withRate(double rate);

  /** Stochastic gradient descent, v = momentum v + g, w = w - rate v. */
  record Sgd(
      @JsonProperty("learning_rate") double learningRate, @JsonProperty("momentum") double momentum)
      implements OptimizerSpec {
    public Sgd {
      Expect.positive(learningRate, "spec.training.optimizer.learning_rate");
      Expect.inRange(momentum, "spec.training.optimizer.momentum", 0, 0.9999);
    }

    @Override
    public Sgd withRate(double rate) {
      return new Sgd(rate, momentum);
    }

    /**
     * @throws InvalidFieldException if it is another optimizer, whose steps the strategy can't
     *     weigh
     */
    public static Sgd of(OptimizerSpec optimizer, String strategy) {
      if (optimizer instanceof Sgd sgd) {
        return sgd;
      }
      throw InvalidFieldException.of(
          "spec.training.optimizer", optimizer, "sgd, whose steps " + strategy + " can weigh");
    }

    /**
     * What {@code steps} steps with this momentum weigh together, in steps without momentum:
     *
     * <pre>
     *   ||a||_1 = sum_(j=1..steps) (1 - rho^j) / (1 - rho)
     *           = (steps - rho (1 - rho^steps) / (1 - rho)) / (1 - rho)
     * </pre>
     *
     * (Wang et al. 2020, arXiv 2007.07481, section 4.1), the optimizer's state being fresh. Exactly
     * {@code steps} for a momentum of 0. In binary64, by {@link StrictMath}, the same everywhere.
     */
    public static double weightOf(long steps, double momentum) {
      double rest = 1 - momentum;
      double missing = momentum * (1 - StrictMath.pow(momentum, steps)) / rest;
      return (steps - missing) / rest;
    }
  }

  /** Kingma and Ba 2015, algorithm 1, with b1 .9, b2 .999 and epsilon 1e-8. */
  record Adam(@JsonProperty("learning_rate") double learningRate) implements OptimizerSpec {
    public Adam {
      Expect.positive(learningRate, "spec.training.optimizer.learning_rate");
    }

    @Override
    public Adam withRate(double rate) {
      return new Adam(rate);
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

    @Override
    public AdamW withRate(double rate) {
      return new AdamW(rate, weightDecay);
    }
  }
}
