package dev.mycelium.agent.learning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Images and labels in a directory under MNIST's file names, packed with gzip or not. */
final class IdxSet {
  static final String TRAIN = "train";
  static final String TEST = "t10k";

  private IdxSet() {}

  /** Reads a directory; one without {@code t10k-*} has no test images. */
  static ImageSet read(Path directory) {
    return read(directory, new MemoryMeter(MemoryBudget.ofThisProcess()));
  }

  /**
   * @param room for all that the files hold
   */
  static ImageSet read(Path directory, MemoryMeter room) {
    Images train =
        readPart(directory, TRAIN, room)
            .orElseThrow(
                () ->
                    UnreadableDatasetException.of(
                        directory, "train images", "missing", images(TRAIN) + "[.gz]"));
    Images test =
        readPart(directory, TEST, room)
            .orElse(new Images(train.rows(), train.columns(), new byte[0], new byte[0]));
    if (test.rows() != train.rows() || test.columns() != train.columns()) {
      throw UnreadableDatasetException.of(
          directory.resolve(images(TEST)),
          "size of an image",
          test.rows() + "x" + test.columns(),
          train.rows() + "x" + train.columns() + " as in " + images(TRAIN));
    }
    return new ImageSet(train, test, List.of());
  }

  /** Writes one part, unpacked. */
  static void write(Path directory, String part, Images images) throws IOException {
    int[] shape = {images.count(), images.rows(), images.columns()};
    new IdxFile(shape, images.pixels()).write(directory.resolve(images(part)));
    new IdxFile(new int[] {images.count()}, images.labels()).write(directory.resolve(labels(part)));
  }

  static String images(String part) {
    return part + "-images-idx3-ubyte";
  }

  static String labels(String part) {
    return part + "-labels-idx1-ubyte";
  }

  private static Optional<Images> readPart(Path directory, String part, MemoryMeter room) {
    Optional<Path> imageFile = find(directory, images(part));
    Optional<Path> labelFile = find(directory, labels(part));
    if (imageFile.isEmpty() && labelFile.isEmpty()) {
      return Optional.empty();
    }
    IdxFile labels = IdxFile.read(required(directory, labelFile, labels(part)), 1, room);
    Path imagesPath = required(directory, imageFile, images(part));
    IdxFile images = IdxFile.read(imagesPath, 3, room);
    if (images.shape()[0] != labels.shape()[0]) {
      throw UnreadableDatasetException.of(
          imagesPath,
          "images",
          images.shape()[0],
          labels.shape()[0] + ", one for each label in " + labels(part));
    }
    return Optional.of(
        new Images(images.shape()[1], images.shape()[2], images.values(), labels.values()));
  }

  private static Path required(Path directory, Optional<Path> file, String name) {
    return file.orElseThrow(
        () ->
            UnreadableDatasetException.of(
                directory.resolve(name), "file", "missing", "this or .gz"));
  }

  private static Optional<Path> find(Path directory, String name) {
    return List.of(directory.resolve(name), directory.resolve(name + ".gz")).stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
