package dev.mycelium.agent.learning.data;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Whether examples follow each other in time, and so how they may be cut up. */
public sealed interface Arrangement {

  /** One node's part as ascending indices. */
  int[] part(int[] strata, Partition partition, Shard shard, long seed);

  /** The arrangement of the examples that {@link #part} chose. */
  Arrangement ofPart(int[] part);

  /** Sets examples aside, at least one, and leaves at least one to train on. */
  Cut cut(int size, double holdout, long seed);

  /**
   * Two disjoint sets of examples, as ascending indices.
   *
   * @param train may leave out examples that belong to neither
   */
  record Cut(int[] train, int[] holdout) {}

  /** Examples in no order: parts and the hold-out are drawn at random. */
  record Unordered() implements Arrangement {

    @Override
    public int[] part(int[] strata, Partition partition, Shard shard, long seed) {
      return partition.part(strata, shard, seed);
    }

    @Override
    public Arrangement ofPart(int[] part) {
      return this;
    }

    @Override
    public Cut cut(int size, double holdout, long seed) {
      int aside = aside(size, holdout);
      int[] order = new SeededDraws(seed, 5).permutation(size);
      return new Cut(ascending(order, aside, size), ascending(order, 0, aside));
    }

    private static int[] ascending(int[] order, int from, int to) {
      int[] chosen = Arrays.copyOfRange(order, from, to);
      Arrays.sort(chosen);
      return chosen;
    }
  }

  /**
   * Examples in the order of time: part i of n is the i-th stretch, and the hold-out is the end. A
   * partition by label would tear the windows of neighbours apart and is refused.
   *
   * @param embargo examples left out before the hold-out, so that nothing that training saw reaches
   *     into it
   */
  record Chronological(int embargo) implements Arrangement {

    @Override
    public int[] part(int[] strata, Partition partition, Shard shard, long seed) {
      if (!(partition instanceof Partition.Iid)) {
        throw DataSpecException.of(
            "partition", partition, "none: shard=i/n is the i-th stretch of time");
      }
      int from = (int) ((long) strata.length * shard.index() / shard.count());
      int to = (int) ((long) strata.length * (shard.index() + 1) / shard.count());
      if (from == to) {
        throw DataSpecException.of(
            "shard", shard.count() + " parts of " + strata.length + " examples", "fewer parts");
      }
      return IntStream.range(from, to).toArray();
    }

    @Override
    public Arrangement ofPart(int[] part) {
      return this;
    }

    @Override
    public Cut cut(int size, double holdout, long seed) {
      int first = size - aside(size, holdout);
      int train = first - embargo;
      if (train < 1) {
        throw DataSpecException.of(
            "examples",
            size + ", of which " + (size - first) + " held out",
            "more than the embargo of " + embargo + " before the hold-out");
      }
      return new Cut(IntStream.range(0, train).toArray(), IntStream.range(first, size).toArray());
    }
  }

  /**
   * Examples in the order of time whose hold-out begins at a moment, whatever share that is: the
   * same for all nodes, also for those whose examples end elsewhere.
   *
   * @param embargo as of {@link Chronological}
   * @param first index of the first example at or after {@code start}; as many as there are if none
   * @param start where the hold-out begins
   */
  record Dated(int embargo, int first, Instant start) implements Arrangement {

    @Override
    public int[] part(int[] strata, Partition partition, Shard shard, long seed) {
      return new Chronological(embargo).part(strata, partition, shard, seed);
    }

    @Override
    public Arrangement ofPart(int[] part) {
      int before = (int) Arrays.stream(part).filter(index -> index < first).count();
      return new Dated(embargo, before, start);
    }

    @Override
    public Cut cut(int size, double holdout, long seed) {
      int train = first - embargo;
      if (first == size) {
        throw DataSpecException.of(
            "holdout-from", start + " holds out 0 of " + size + " examples", "at least 1");
      }
      if (train < 1) {
        throw DataSpecException.of(
            "holdout-from",
            "%s comes after %d of %d examples".formatted(start, first, size),
            "more than the embargo of " + embargo + ", to train on");
      }
      return new Cut(IntStream.range(0, train).toArray(), IntStream.range(first, size).toArray());
    }
  }

  private static int aside(int size, double holdout) {
    if (!(holdout > 0 && holdout < 1)) {
      throw new IllegalArgumentException(
          "holdout: " + holdout + " (expected: between 0 and 1, both excluded)");
    }
    if (size < 2) {
      throw DataSpecException.of(
          "train examples", size, "at least 2, one to train on and one to hold out");
    }
    return (int) Math.min(Math.max(Math.round(holdout * size), 1), size - 1);
  }
}
