package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;

/**
 * A strategy against members that send anything at all; the examples behind an update don't weigh.
 */
public sealed interface RobustSpec extends StrategySpec {

  /** Each number's median over the members: Yin et al. 2018, arXiv 1803.01498. */
  record Median() implements RobustSpec {}

  /**
   * Each number's mean over the members without its extremes: Yin et al. 2018, arXiv 1803.01498.
   *
   * @param trim how many of the greatest and how many of the least are left out; a round needs more
   *     than twice as many members
   */
  record TrimmedMean(@JsonProperty("trim") int trim) implements RobustSpec {
    public TrimmedMean {
      requireMembers(trim, "trim", 0);
    }
  }

  /**
   * The update that is nearest to its neighbours: Blanchard et al. 2017, arXiv 1703.02757.
   *
   * @param attackers how many members may send anything at all; a round needs {@code 2 * attackers
   *     + 3} members
   */
  record Krum(@JsonProperty("attackers") int attackers) implements RobustSpec {
    public Krum {
      requireMembers(attackers, "attackers", 0);
    }
  }

  /**
   * The mean of the updates that are nearest to their neighbours: Blanchard et al. 2017, arXiv
   * 1703.02757.
   *
   * @param attackers as for {@link Krum}
   * @param selected how many updates are averaged; with more than members minus attackers, those of
   *     attackers may be among them
   */
  record MultiKrum(@JsonProperty("attackers") int attackers, @JsonProperty("selected") int selected)
      implements RobustSpec {
    public MultiKrum {
      requireMembers(attackers, "attackers", 0);
      requireMembers(selected, "selected", 1);
    }
  }

  private static void requireMembers(int value, String argument, int least) {
    Expect.inRange(
        value, "spec.federation.strategy." + argument, least, GroupCreation.LARGEST_CAPACITY);
  }
}
