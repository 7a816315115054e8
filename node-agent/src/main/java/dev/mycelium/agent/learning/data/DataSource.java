package dev.mycelium.agent.learning.data;

import java.nio.file.InvalidPathException;
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
      if (directory.isEmpty()) {
        throw DataSpecException.of("idx directory", "\"\"", "idx:DIR");
      }
      path(directory);
    }

    @Override
    public Dataset read(Circumstances circumstances) {
      return IdxSet.read(circumstances.resolve(path(directory))).named(kind());
    }

    /** The directory's own name; empty where the text ends in a root, {@code .} or {@code ..}. */
    @Override
    public String kind() {
      Path own = path(directory).normalize().getFileName();
      return own == null || own.toString().equals("..") ? "" : own.toString();
    }

    private static Path path(String directory) {
      try {
        return Path.of(directory);
      } catch (InvalidPathException e) {
        throw DataSpecException.of("idx directory", directory, "a path: " + e.getReason());
      }
    }
  }
}
