package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;

/** How a coordinator turns updates into the next head: a rule by its name, with its arguments. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StrategySpec.FedAvg.class, name = "fedavg"),
  @JsonSubTypes.Type(value = StrategySpec.Mean.class, name = "mean"),
  @JsonSubTypes.Type(value = RobustSpec.Median.class, name = "median"),
  @JsonSubTypes.Type(value = RobustSpec.TrimmedMean.class, name = "trimmed_mean"),
  @JsonSubTypes.Type(value = RobustSpec.Krum.class, name = "krum"),
  @JsonSubTypes.Type(value = RobustSpec.MultiKrum.class, name = "multi_krum"),
  @JsonSubTypes.Type(value = StrategySpec.Clipped.class, name = "clipped"),
  @JsonSubTypes.Type(value = StrategySpec.Mixed.class, name = "mixed"),
  @JsonSubTypes.Type(value = StrategySpec.FedAvgM.class, name = "fedavgm"),
  @JsonSubTypes.Type(value = StrategySpec.FedAdagrad.class, name = "fedadagrad"),
  @JsonSubTypes.Type(value = StrategySpec.FedAdam.class, name = "fedadam"),
  @JsonSubTypes.Type(value = StrategySpec.FedYogi.class, name = "fedyogi"),
  @JsonSubTypes.Type(value = StrategySpec.FedNova.class, name = "fednova"),
  @JsonSubTypes.Type(value = StrategySpec.FedProx.class, name = "fedprox"),
  @JsonSubTypes.Type(value = StrategySpec.Scaffold.class, name = "scaffold"),
  @JsonSubTypes.Type(value = StrategySpec.Plugin.class, name = "plugin")
})
public sealed interface StrategySpec
    permits RobustSpec,
        StrategySpec.FedAvg,
        StrategySpec.Mean,
        StrategySpec.Clipped,
        StrategySpec.Mixed,
        StrategySpec.FedAvgM,
        StrategySpec.FedAdagrad,
        StrategySpec.FedAdam,
        StrategySpec.FedYogi,
        StrategySpec.FedNova,
        StrategySpec.FedProx,
        StrategySpec.Scaffold,
        StrategySpec.Plugin {

  /**
   * @throws InvalidFieldException if members that train by {@code training} can't serve this
   *     strategy
   */
  default void requireFits(TrainingSpec training) {}

  /** The strategy as it concerns a member's training: one around another leaves that to it. */
  default StrategySpec local() {
    return this;
  }

  /** Mean weighted by number of examples: McMahan et al. 2017, algorithm 1. */
  record FedAvg() implements StrategySpec {}

  /** Mean in which every member counts alike. */
  record Mean() implements StrategySpec {}

  /**
   * Another strategy, on updates that are no longer than a bound.
   *
   * @param norm the bound on an update's L2 norm
   */
  record Clipped(@JsonProperty("norm") double norm, @JsonProperty("rule") StrategySpec rule)
      implements StrategySpec {
    public Clipped {
      Expect.positive(norm, "spec.federation.strategy.norm");
      rule = Expect.present(rule, "spec.federation.strategy.rule", "another strategy");
      if (rule instanceof Clipped) {
        throw InvalidFieldException.of(
            "spec.federation.strategy.rule", "clipped", "one bound, not two");
      }
    }

    @Override
    public void requireFits(TrainingSpec training) {
      rule.requireFits(training);
    }

    @Override
    public StrategySpec local() {
      return rule.local();
    }
  }

  /**
   * A robust strategy, on updates of which each is the mean of its nearest neighbours: Allouah et
   * al. 2023, arXiv 2302.01772.
   *
   * @param attackers how many members may send anything at all: as many are left out of each mean
   */
  record Mixed(@JsonProperty("attackers") int attackers, @JsonProperty("rule") StrategySpec rule)
      implements StrategySpec {
    private static final String RULE = "spec.federation.strategy.rule";
    private static final String ROBUST = "median, trimmed_mean, krum or multi_krum";

    public Mixed {
      Expect.inRange(
          attackers, "spec.federation.strategy.attackers", 0, GroupCreation.LARGEST_CAPACITY);
      rule = Expect.present(rule, RULE, ROBUST);
      if (!(rule instanceof RobustSpec)) {
        throw InvalidFieldException.of(RULE, rule, ROBUST);
      }
    }
  }

  /**
   * Server momentum: Hsu et al. 2019, arXiv 1909.06335.
   *
   * @param serverLearningRate factor of the server's step, > 0; 1 if it is absent
   * @param momentum share of the last step that is kept, [0, 1); 0.9 if it is absent
   */
  record FedAvgM(
      @JsonProperty("server_learning_rate") Double serverLearningRate,
      @JsonProperty("momentum") Double momentum)
      implements StrategySpec {
    public FedAvgM {
      serverLearningRate = ServerStep.rate(serverLearningRate, 1);
      momentum = ServerStep.decay(momentum, "momentum", 0.9);
    }
  }

  /**
   * Adagrad at the server: Reddi et al. 2021, arXiv 2003.00295, algorithm 2.
   *
   * @param serverLearningRate > 0; 0.01 if it is absent
   * @param beta1 decay of the momentum, [0, 1); 0 if it is absent
   * @param tau least divisor of a step, whose square the second moment begins with; 1e-3 if it is
   *     absent
   */
  record FedAdagrad(
      @JsonProperty("server_learning_rate") Double serverLearningRate,
      @JsonProperty("beta_1") Double beta1,
      @JsonProperty("tau") Double tau)
      implements StrategySpec {
    public FedAdagrad {
      serverLearningRate = ServerStep.rate(serverLearningRate, 0.01);
      beta1 = ServerStep.decay(beta1, "beta_1", 0);
      tau = ServerStep.tau(tau);
    }
  }

  /**
   * Adam at the server, without bias correction: Reddi et al. 2021, arXiv 2003.00295, algorithm 2.
   *
   * @param serverLearningRate > 0; 0.01 if it is absent
   * @param beta1 decay of the momentum, [0, 1); 0.9 if it is absent
   * @param beta2 decay of the second moment, [0, 1); 0.99 if it is absent
   * @param tau as of {@link FedAdagrad}
   */
  record FedAdam(
      @JsonProperty("server_learning_rate") Double serverLearningRate,
      @JsonProperty("beta_1") Double beta1,
      @JsonProperty("beta_2") Double beta2,
      @JsonProperty("tau") Double tau)
      implements StrategySpec {
    public FedAdam {
      serverLearningRate = ServerStep.rate(serverLearningRate, 0.01);
      beta1 = ServerStep.decay(beta1, "beta_1", 0.9);
      beta2 = ServerStep.decay(beta2, "beta_2", 0.99);
      tau = ServerStep.tau(tau);
    }
  }

  /** Yogi at the server: as {@link FedAdam}, with a second moment that shrinks more slowly. */
  record FedYogi(
      @JsonProperty("server_learning_rate") Double serverLearningRate,
      @JsonProperty("beta_1") Double beta1,
      @JsonProperty("beta_2") Double beta2,
      @JsonProperty("tau") Double tau)
      implements StrategySpec {
    public FedYogi {
      serverLearningRate = ServerStep.rate(serverLearningRate, 0.01);
      beta1 = ServerStep.decay(beta1, "beta_1", 0.9);
      beta2 = ServerStep.decay(beta2, "beta_2", 0.99);
      tau = ServerStep.tau(tau);
    }
  }

  /**
   * Normalized averaging, by steps of gradient descent: Wang et al. 2020, arXiv 2007.07481.
   *
   * @param momentum of the members' own descent, as the training's optimizer has it; 0 if it is
   *     absent
   */
  record FedNova(@JsonProperty("momentum") Double momentum) implements StrategySpec {
    public FedNova {
      momentum = ServerStep.decay(momentum, "momentum", 0);
    }

    @Override
    public void requireFits(TrainingSpec training) {
      double actual = OptimizerSpec.Sgd.of(training.optimizer(), "fednova").momentum();
      if (momentum != actual) {
        throw InvalidFieldException.of(
            "spec.federation.strategy.momentum", momentum, actual + ", the optimizer's own");
      }
    }
  }

  /**
   * Training that is drawn back to the head: Li et al. 2020, arXiv 1812.06127, algorithm 2.
   *
   * @param mu weight of 1/2 ||w - w_head||² in a member's loss, >= 0
   */
  record FedProx(@JsonProperty("mu") double mu) implements StrategySpec {
    public FedProx {
      Expect.inRange(mu, "spec.federation.strategy.mu", 0, 1e6);
    }
  }

  /**
   * Training corrected by control variates: Karimireddy et al. 2020, arXiv 1910.06378, algorithm 1,
   * option II.
   *
   * @param serverLearningRate factor of the server's step, > 0; 1 if it is absent
   */
  record Scaffold(@JsonProperty("server_learning_rate") Double serverLearningRate)
      implements StrategySpec {
    /** Name of the control variates' section, in a head, in an update, and in a member's memory. */
    public static final String CONTROL = "control";

    public Scaffold {
      serverLearningRate = ServerStep.rate(serverLearningRate, 1);
    }

    @Override
    public void requireFits(TrainingSpec training) {
      var unused = OptimizerSpec.Sgd.of(training.optimizer(), "scaffold");
    }
  }

  /**
   * A rule that coordinators have from a plug-in.
   *
   * @param plugin name of the rule; a coordinator without it can't run the group's rounds
   */
  record Plugin(@JsonProperty("plugin") String plugin) implements StrategySpec {
    private static final int LONGEST_NAME = 100;

    public Plugin {
      plugin = Expect.text(plugin, "spec.federation.strategy.plugin", LONGEST_NAME);
    }
  }
}
