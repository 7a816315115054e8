package dev.mycelium.agent.learning.data;

/**
 * Which of the parts of a data set is meant.
 *
 * @param index counted from 0
 * @param count number of parts, one for each node
 */
public record Shard(int index, int count) {
  static final int MOST = 100_000;

  /** The one part that is everything. */
  public static final Shard WHOLE = new Shard(0, 1);

  public Shard {
    if (count < 1 || count > MOST || index < 0 || index >= count) {
      throw DataSpecException.of(
          "shard", index + "/" + count, "i/n with i from 0 to n-1, n at most " + MOST);
    }
  }
}
