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
  @JsonSubTypes.Type(value = StrategySpec.Median.class, name = "median"),
  @JsonSubTypes.Type(value = StrategySpec.TrimmedMean.class, name = "trimmed_mean"),
  @JsonSubTypes.Type(value = StrategySpec.Krum.class, name = "krum"),
  @JsonSubTypes.Type(value = StrategySpec.MultiKrum.class, name = "multi_krum"),
  @JsonSubTypes.Type(value = StrategySpec.Clipped.class, name = "clipped"),
  @JsonSubTypes.Type(value = StrategySpec.Mixed.class, name = "mixed"),
  @JsonSubTypes.Type(value = StrategySpec.Plugin.class, name = "plugin")
})
public sealed interface StrategySpec {

  /** Whether the strategy is one against members that send anything at all. */
  default boolean withstandsAttackers() {
    return false;
  }

  private static void requireMembers(int value, String argument, int least) {
    Expect.inRange(
        value, "spec.federation.strategy." + argument, least, GroupCreation.LARGEST_CAPACITY);
  }

  /** Mean weighted by number of examples: McMahan et al. 2017, algorithm 1. */
  record FedAvg() implements StrategySpec {}

  /** Mean in which every member counts alike. */
  record Mean() implements StrategySpec {}

  /** Each number's median over the members: Yin et al. 2018, arXiv 1803.01498, algorithm 1. */
  record Median() implements StrategySpec {
    @Override
    public boolean withstandsAttackers() {
      return true;
    }
  }

  /**
   * Each number's mean over the members without its extremes: Yin et al. 2018, algorithm 1.
   *
   * @param trim how many of the greatest and how many of the least are left out; a round needs more
   *     than twice as many members
   */
  record TrimmedMean(@JsonProperty("trim") int trim) implements StrategySpec {
    public TrimmedMean {
      requireMembers(trim, "trim", 0);
    }

    @Override
    public boolean withstandsAttackers() {
      return true;
    }
  }

  /**
   * The update that is nearest to its neighbours: Blanchard et al. 2017, arXiv 1703.02757.
   *
   * @param attackers how many members may send anything at all; a round needs {@code 2 * attackers
   *     + 3} members
   */
  record Krum(@JsonProperty("attackers") int attackers) implements StrategySpec {
    public Krum {
      requireMembers(attackers, "attackers", 0);
    }

    @Override
    public boolean withstandsAttackers() {
      return true;
    }
  }

  /**
   * The mean of the updates that are nearest to their neighbours: Blanchard et al. 2017, section 5.
   *
   * @param attackers as for {@link Krum}
   * @param selected how many updates are averaged; with more than members minus attackers, those of
   *     attackers may be among them
   */
  record MultiKrum(@JsonProperty("attackers") int attackers, @JsonProperty("selected") int selected)
      implements StrategySpec {
    public MultiKrum {
      requireMembers(attackers, "attackers", 0);
      requireMembers(selected, "selected", 1);
    }

    @Override
    public boolean withstandsAttackers() {
      return true;
    }
  }

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
  }

  /**
   * A robust strategy, on updates of which each is the mean of its nearest neighbours: Allouah et
   * al. 2023, arXiv 2302.01772, algorithm 2.
   *
   * @param attackers how many members may send anything at all: as many are left out of each mean
   */
  record Mixed(@JsonProperty("attackers") int attackers, @JsonProperty("rule") StrategySpec rule)
      implements StrategySpec {
    private static final String RULE = "spec.federation.strategy.rule";
    private static final String ROBUST = "median, trimmed_mean, krum or multi_krum";

    public Mixed {
      requireMembers(attackers, "attackers", 0);
      rule = Expect.present(rule, RULE, ROBUST);
      if (!rule.withstandsAttackers()) {
        throw InvalidFieldException.of(RULE, rule, ROBUST);
      }
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
