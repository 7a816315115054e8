package dev.mycelium.agent.learning.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * CIFAR-10 in its binary layout (Krizhevsky 2009, the "binary version"): records of 1 byte for the
 * class and 3,072 for the picture, red, green and blue planes of 32x32. Packed with gzip or not.
 */
final class CifarSet {
  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int PICTURE = CHANNELS * SIDE * SIDE;
  private static final String NAMES = "batches.meta.txt";
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private CifarSet() {}

  /**
   * Reads one file as training images, or a directory: {@code data_batch} files to train on and
   * {@code test_batch} files to test on.
   *
   * @param room for all of them
   */
  static Dataset read(Path path, String name, MemoryMeter room) {
    boolean directory = Files.isDirectory(path);
    List<String> classes = directory ? classes(path.resolve(NAMES)) : CLASSES;
    List<Path> train = directory ? batches(path, "data_batch") : List.of(path);
    List<Path> test = directory ? batches(path, "test_batch") : List.of();
    if (train.isEmpty()) {
      throw UnreadableDatasetException.of(path, "train images", "missing", "*data_batch*.bin[.gz]");
    }
    return new Dataset(
        name,
        classes,
        new Arrangement.Unordered(),
        read(train, classes, room),
        read(test, classes, room),
        List.of());
  }

  private static ImageExamples read(List<Path> files, List<String> classes, MemoryMeter room) {
    PictureCollector pictures = new PictureCollector(CHANNELS, SIDE, SIDE, room);
    files.forEach(file -> read(file, classes, pictures));
    return pictures.examples(classes);
  }

  private static void read(Path file, List<String> classes, PictureCollector pictures) {
    byte[] picture = new byte[PICTURE];
    long record = 0;
    try (InputStream in = InputFile.open(file)) {
      for (int label = in.read(); label >= 0; label = in.read()) {
        int read = in.readNBytes(picture, 0, PICTURE);
        if (label >= classes.size() || read < PICTURE || !pictures.hasRoom()) {
          throw refused(file, record, label, read);
        }
        pictures.add(classes.get(label), picture);
        record++;
      }
    } catch (EOFException | ZipException e) {
      throw UnreadableDatasetException.of(
          file, "record " + record + ": gzip", String.valueOf(e.getMessage()), "a whole file");
    } catch (IOException e) {
      throw UnreadableDatasetException.of(file, e);
    }
    if (record == 0) {
      throw UnreadableDatasetException.of(file, "images", 0, "> 0");
    }
  }

  private static UnreadableDatasetException refused(Path file, long record, int label, int read) {
    String what = "record " + record + ": ";
    if (read < PICTURE) {
      return UnreadableDatasetException.of(file, what + "bytes", read + 1, "3073 in every record");
    }
    return label >= CLASSES.size()
        ? UnreadableDatasetException.of(file, what + "class", label, "0 to 9")
        : UnreadableDatasetException.of(
            file, what + "images", "too many", "fewer in this heap; " + MemoryBudget.MORE);
  }

  private static List<Path> batches(Path directory, String kind) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*" + kind + ".*\\.bin(\\.gz)?"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw UnreadableDatasetException.of(directory, e);
    }
  }

  private static List<String> classes(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return CLASSES;
      }
      List<String> names = Files.readAllLines(file).stream().filter(n -> !n.isBlank()).toList();
      if (names.size() != CLASSES.size() || names.stream().distinct().count() != names.size()) {
        throw UnreadableDatasetException.of(file, "names", names, "10 different ones");
      }
      return names;
    } catch (IOException e) {
      throw UnreadableDatasetException.of(file, e);
    }
  }
}
