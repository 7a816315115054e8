package dev.mycelium.agent.learning.data;

import java.nio.file.Path;

/** Where examples come from. */
public sealed interface DataSource {

  /** The kind of data, as other nodes know it; never a path. */
  String kind();

  /** Reads or makes everything there is, before any partition. */
  Dataset read(Circumstances circumstances);

  /**
   * Handwritten digits from this project's generator. Image k of a seed is the same however many
   * are asked for.
   *
   * @param train images to train on
   * @param test images for benchmarks
   */
  record Digits(int train, int test, long seed) implements DataSource {
    static final int MOST = 2_000_000;

    /** Of an image in memory: its pixels and its label. */
    private static final int IMAGE_BYTES = Hand.SIDE * Hand.SIDE + 1;

    public Digits {
      requireCount("train", train);
      requireCount("test", test);
    }

    @Override
    public String kind() {
      return "digits";
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      long most = circumstances.budget().holds(IMAGE_BYTES);
      if ((long) train + test > most) {
        throw DataSpecException.of("train and test", train + test, MemoryBudget.atMost(most));
      }
      return new DigitsCache(circumstances.cacheDirectory()).load(this).named(kind());
    }

    private static void requireCount(String what, int count) {
      if (count < 1 || count > MOST) {
        throw DataSpecException.of(what, count, "from 1 to " + MOST);
      }
    }
  }

  /**
   * A directory with an idx set under MNIST's file names.
   *
   * @param directory as written; relative to the caller's working directory
   */
  record IdxDirectory(String directory) implements DataSource {

    public IdxDirectory {
      SourcePath.of("idx directory", directory, "idx:DIR");
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      MemoryMeter room = new MemoryMeter(circumstances.budget());
      return IdxSet.read(circumstances.resolve(Path.of(directory)), room).named(kind());
    }

    /** The directory's own name; empty where the text ends in a root, {@code .} or {@code ..}. */
    @Override
    public String kind() {
      return SourcePath.name(Path.of(directory));
    }
  }

  /**
   * A table in a delimited text file.
   *
   * @param file as written; relative to the caller's working directory
   */
  record Csv(String file, CsvOptions options) implements DataSource {

    public Csv {
      SourcePath.of("csv file", file, "csv:FILE");
      if (options.label().isEmpty()) {
        throw DataSpecException.of(
            "label", "missing", "label=COLUMN, or its number as in label=-1");
      }
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      Path path = circumstances.resolve(Path.of(file));
      CsvLimits limits = CsvLimits.within(circumstances.budget());
      return new CsvTable(path, options, limits, circumstances.agreed()).read(kind());
    }

    /** The file's own name without its endings. */
    @Override
    public String kind() {
      return SourcePath.nameWithoutEndings(Path.of(file));
    }
  }

  /**
   * A table whose rows are to be predicted: all of them, in the file's order, whether or not they
   * have an answer.
   *
   * @param file as of {@link Csv}
   */
  record UnansweredCsv(String file, CsvOptions options) implements DataSource {

    public UnansweredCsv {
      SourcePath.of("csv file", file, "csv:FILE");
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      Path path = circumstances.resolve(Path.of(file));
      return new CsvTable(
              path, options, CsvLimits.within(circumstances.budget()), circumstances.agreed())
          .readUnanswered(kind());
    }

    @Override
    public String kind() {
      return SourcePath.nameWithoutEndings(Path.of(file));
    }
  }

  /**
   * CIFAR-10 in its binary layout.
   *
   * @param path of a file or of the directory of all batches
   */
  record Cifar(String path) implements DataSource {

    public Cifar {
      SourcePath.of("cifar path", path, "cifar:DIR or cifar:FILE");
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      return CifarSet.read(
          circumstances.resolve(Path.of(path)), kind(), new MemoryMeter(circumstances.budget()));
    }

    @Override
    public String kind() {
      return "cifar10";
    }
  }

  /**
   * Pictures in folders that name their classes, on disk or in a tar archive.
   *
   * @param path of the folder or archive
   */
  record ImageFolders(String path, ImageOptions options) implements DataSource {

    public ImageFolders {
      SourcePath.of("images path", path, "images:DIR or images:TAR");
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      MemoryMeter room = new MemoryMeter(circumstances.budget());
      return new ImageTree(circumstances.resolve(Path.of(path)), options, room)
          .read(kind(), circumstances.agreed());
    }

    /** The folder's or archive's own name without its endings. */
    @Override
    public String kind() {
      return SourcePath.nameWithoutEndings(Path.of(path)).replaceFirst("\\.tar$", "");
    }
  }

  /**
   * Bars whose next return is to be predicted: all of them, the newest too.
   *
   * @param bars which ones
   */
  record UnansweredOhlcv(Ohlcv bars) implements DataSource {

    @Override
    public Dataset read(Circumstances circumstances) {
      Path path = circumstances.resolve(Path.of(bars.file()));
      return BarTable.readUnanswered(
          new BarFile(path, bars.symbol(), circumstances.budget()), bars.period(), kind());
    }

    @Override
    public String kind() {
      return bars.kind();
    }
  }

  /**
   * Bars of an exchange: open, high, low, close and volume.
   *
   * @param symbol which of several in one file; empty where there is one
   * @param period which bars count and when the hold-out begins
   */
  record Ohlcv(String file, String symbol, BarPeriod period) implements DataSource {

    public Ohlcv {
      SourcePath.of("ohlcv file", file, "ohlcv:FILE");
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      Path path = circumstances.resolve(Path.of(file));
      return BarTable.read(new BarFile(path, symbol, circumstances.budget()), period, kind());
    }

    /** The same for every exchange, so that they can learn together. */
    @Override
    public String kind() {
      return "ohlcv";
    }
  }
}
