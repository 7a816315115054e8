package dev.mycelium.agent.learning.data;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.TaskSpec;
import java.nio.file.Path;

/** The data sets that this machine can load. Thread-safe. */
public final class Datasets {
  private final Path workingDirectory;
  private final Path cacheDirectory;
  private final MemoryBudget budget;

  /**
   * @param workingDirectory where relative directories begin
   * @param cacheDirectory where generated data is kept between runs; made when needed
   */
  public Datasets(Path workingDirectory, Path cacheDirectory) {
    this(workingDirectory, cacheDirectory, MemoryBudget.ofThisProcess());
  }

  Datasets(Path workingDirectory, Path cacheDirectory, MemoryBudget budget) {
    this.workingDirectory = requireNonNull(workingDirectory, "workingDirectory");
    this.cacheDirectory = requireNonNull(cacheDirectory, "cacheDirectory");
    this.budget = requireNonNull(budget, "budget");
  }

  /**
   * Loads what the text of {@code --data} describes: everything, then the node's part of it, then
   * the rotation of images. Only the node's part stays in memory.
   *
   * @throws UnreadableDatasetException if a file is missing or damaged, or holds more than fits
   *     into the memory
   * @throws DataSpecException if the partition leaves a node without examples
   */
  public Dataset load(DataSpec spec) {
    return load(spec, new Circumstances(workingDirectory, cacheDirectory, null, budget));
  }

  /**
   * Loads data whose columns and labels were agreed on.
   *
   * @throws UnreadableDatasetException also if a value does not fit its agreed column, or a label
   *     is none of the agreed ones
   */
  public Dataset load(DataSpec spec, TaskSpec agreed) {
    requireNonNull(agreed, "agreed");
    return load(spec, new Circumstances(workingDirectory, cacheDirectory, agreed, budget));
  }

  private static Dataset load(DataSpec spec, Circumstances circumstances) {
    Dataset whole = spec.source().read(circumstances).named(spec.name());
    Dataset part = whole.part(spec.partition(), spec.shard(), spec.seed());
    if (!new Rotation(spec.rotate()).isNone()) {
      return part.rotated(spec.rotate());
    }
    return part == whole ? whole : part.compacted();
  }
}
