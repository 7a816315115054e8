package dev.mycelium.agent.learning.data;

import static java.util.Objects.requireNonNull;

/**
 * What data a node learns from, as written after {@code --data}: {@code synthetic:digits} or a kind
 * and a path as in {@code csv:FILE}, then options as in {@code ?partition=shards:2&shard=0/4}. The
 * same text gives the same bytes on every machine.
 *
 * @param shard the node's part; {@link Shard#WHOLE} for everything
 * @param seed of the partition, and of the generator where there is one
 * @param rotate degrees by which every image is turned counter-clockwise about its centre
 * @param name kind of data as other nodes know it: the directory's own name or {@code name=}
 */
public record DataSpec(
    DataSource source, Partition partition, Shard shard, long seed, double rotate, String name) {
  private static final int LONGEST_NAME = 200;

  public DataSpec {
    requireNonNull(source, "source");
    requireNonNull(partition, "partition");
    requireNonNull(shard, "shard");
    new Rotation(rotate);
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
      throw DataSpecException.of(
          "name", '"' + name + '"', "name=NAME with 1 to 200 characters, none of them / or \\");
    }
  }

  /**
   * Reads the text of {@code --data}.
   *
   * @throws DataSpecException if it asks for something that does not exist
   */
  public static DataSpec parse(String text) {
    return DataSpecText.parse(requireNonNull(text, "text"), DataSource.Csv::new);
  }

  /**
   * Reads the text as of data to be predicted: every row of a table counts, and needs no label; so
   * does every bar, the newest too.
   *
   * @throws DataSpecException if it asks for something that does not exist
   */
  public static DataSpec parseUnanswered(String text) {
    DataSpec spec = DataSpecText.parse(requireNonNull(text, "text"), DataSource.UnansweredCsv::new);
    return spec.source() instanceof DataSource.Ohlcv bars
        ? spec.from(new DataSource.UnansweredOhlcv(bars))
        : spec;
  }

  private DataSpec from(DataSource other) {
    return new DataSpec(other, partition, shard, seed, rotate, name);
  }
}
