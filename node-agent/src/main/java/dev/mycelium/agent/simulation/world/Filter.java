package dev.mycelium.agent.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * What the network does to a message: once for each delay it arrives, never if there is none.
 * Filters are values that follow one another: {@code delay(..).then(loss(..)).then(cut(..))}.
 */
@FunctionalInterface
public interface Filter {

  /**
   * @param arrivals what the filters before left of it
   */
  List<Duration> apply(Message message, List<Duration> arrivals, SplittableRandom random);

  default Filter then(Filter next) {
    return (message, arrivals, random) ->
        next.apply(message, apply(message, arrivals, random), random);
  }

  /** Each arrival is later by a time in [shortest, longest]: so messages overtake one another. */
  static Filter delay(Duration shortest, Duration longest) {
    long range = longest.minus(shortest).toNanos();
    return (message, arrivals, random) ->
        arrivals.stream().map(at -> at.plus(shortest).plusNanos(drawn(random, range))).toList();
  }

  /** Each arrival is lost with this chance. */
  static Filter loss(double chance) {
    return (message, arrivals, random) ->
        arrivals.stream().filter(at -> random.nextDouble() >= chance).toList();
  }

  /** Each arrival comes twice with this chance, the second time later by up to {@code spread}. */
  static Filter duplication(double chance, Duration spread) {
    return (message, arrivals, random) -> {
      List<Duration> all = new ArrayList<>(arrivals);
      for (Duration at : arrivals) {
        if (random.nextDouble() < chance) {
          all.add(at.plusNanos(drawn(random, spread.toNanos())));
        }
      }
      return all;
    };
  }

  /** Nothing of what is {@code cut} arrives: a partition, of one way or of both. */
  static Filter cut(Predicate<Message> cut) {
    return (message, arrivals, random) -> cut.test(message) ? List.of() : arrivals;
  }

  private static long drawn(SplittableRandom random, long range) {
    return range == 0 ? 0 : random.nextLong(range + 1);
  }
}
