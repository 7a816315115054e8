package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;

/**
 * How the learning rate goes down from round to round; within a round it stays. Computed in
 * binary64 by {@link StrictMath}, hence the same on every machine.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ScheduleSpec.Step.class, name = "step"),
  @JsonSubTypes.Type(value = ScheduleSpec.Cosine.class, name = "cosine")
})
public sealed interface ScheduleSpec {

  /**
   * What the rate is multiplied by.
   *
   * @param round from 1
   * @return above 0, at most 1
   */
  double factor(long round);

  /**
   * factor^floor((round - 1) / every).
   *
   * @param every rounds between two steps
   * @param factor of a step, (0, 1]
   */
  record Step(@JsonProperty("every") int every, @JsonProperty("factor") double factor)
      implements ScheduleSpec {
    public Step {
      Expect.inRange(every, "spec.training.schedule.every", 1, 1_000_000);
      Expect.inRange(factor, "spec.training.schedule.factor", Double.MIN_NORMAL, 1);
    }

    @Override
    public double factor(long round) {
      long steps = (round - 1) / every;
      return Math.max(Double.MIN_NORMAL, StrictMath.pow(factor, steps));
    }
  }

  /**
   * least + (1 - least) (1 + cos(pi t / rounds)) / 2 with t = min(round - 1, rounds): one period of
   * Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5; {@code least} from then on.
   *
   * @param rounds until the rate is at its least
   * @param least share of the rate that is left, (0, 1]
   */
  record Cosine(@JsonProperty("rounds") int rounds, @JsonProperty("least") double least)
      implements ScheduleSpec {
    public Cosine {
      Expect.inRange(rounds, "spec.training.schedule.rounds", 1, 1_000_000);
      Expect.inRange(least, "spec.training.schedule.least", Double.MIN_NORMAL, 1);
    }

    @Override
    public double factor(long round) {
      double share = (double) Math.min(round - 1, rounds) / rounds;
      return least + (1 - least) * (1 + StrictMath.cos(Math.PI * share)) / 2;
    }
  }
}
