package dev.mycelium.agent.learning.data;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The data sets that this machine can load. Thread-safe. */
public final class Datasets {
  private final Path workingDirectory;
  private final Path cacheDirectory;

  /**
   * @param workingDirectory where relative directories begin
   * @param cacheDirectory where generated data is kept between runs; made when needed
   */
  public Datasets(Path workingDirectory, Path cacheDirectory) {
    this.workingDirectory = requireNonNull(workingDirectory, "workingDirectory");
    this.cacheDirectory = requireNonNull(cacheDirectory, "cacheDirectory");
  }

  /**
   * Loads what the text of {@code --data} describes: all images, then the node's part of them, then
   * the rotation. Only the node's part stays in memory.
   *
   * @throws UnreadableDatasetException if a file is missing or damaged
   * @throws DataSpecException if the partition leaves a node without examples
   */
  public Dataset load(DataSpec spec) {
    Dataset whole = whole(spec);
    Dataset part = whole.part(spec.partition(), spec.shard(), spec.seed());
    if (!new Rotation(spec.rotate()).isNone()) {
      return part.rotated(spec.rotate());
    }
    return part == whole ? whole : part.compacted();
  }

  private Dataset whole(DataSpec spec) {
    ImageSet images = spec.source().read(workingDirectory, cacheDirectory);
    List<Integer> shape = List.of(1, images.train().rows(), images.train().columns());
    List<String> labels = IntStream.range(0, images.classes()).mapToObj(Integer::toString).toList();
    return new Dataset(
        spec.name(),
        shape,
        labels,
        ImageExamples.all(images.train()),
        ImageExamples.all(images.test()),
        images.notes());
  }
}
