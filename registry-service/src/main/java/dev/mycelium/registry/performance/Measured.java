package dev.mycelium.registry.performance;

import dev.mycelium.wire.performance.Score;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the latest scores of a group's members say together, on the newest head that any of them
 * measured:
 *
 * <pre>
 *   metric = sum_i value_i * (examples_i / E),   E = sum_i examples_i,   over scores i on that head
 * </pre>
 *
 * <p>A convex combination, so that it lies between the least and the greatest score and cannot
 * overflow. Summed in the given order.
 *
 * @param metric null without any score
 * @param headVersion the head behind {@code metric}
 * @param examples E; saturates at the largest long
 */
record Measured(@Nullable Double metric, @Nullable Long headVersion, long examples) {

  static Measured from(Collection<Score> latest) {
    if (latest.isEmpty()) {
      return new Measured(null, null, 0);
    }
    long newest = latest.stream().mapToLong(Score::headVersion).max().getAsLong();
    List<Score> counted = latest.stream().filter(s -> s.headVersion() == newest).toList();
    double weight = counted.stream().mapToDouble(Score::examples).sum();
    double mean = 0;
    for (Score score : counted) {
      mean += score.value() * (score.examples() / weight);
    }
    return new Measured(mean, newest, (long) weight);
  }
}
