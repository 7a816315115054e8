package dev.mycelium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A time of day that is set under programs while they run ({@code setclock.c} says how). Linux
 * only, and a C compiler is needed.
 */
final class SettableClock {
  private static final Path SOURCE = Programs.ROOT.resolve("src/test/clock/setclock.c");

  private final Path library;
  private final Path offset;

  private SettableClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  static boolean isPossible() {
    return System.getProperty("os.name").equals("Linux")
        && Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
  }

  /** Shows the machine's time at first. Compiles what is needed into {@code folder}, if it can. */
  static SettableClock in(Path folder) {
    SettableClock clock =
        new SettableClock(folder.resolve("setclock.so"), folder.resolve("clock-offset"));
    if (isPossible()) {
      clock.prepare();
    }
    return clock;
  }

  private void prepare() {
    try {
      Files.createDirectories(offset.getParent());
      Files.write(offset, new byte[Long.BYTES]);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + offset, e);
    }
    List<String> compile =
        List.of("cc", "-shared", "-fPIC", "-o", library.toString(), SOURCE.toString(), "-ldl");
    Path output = library.resolveSibling("cc");
    try (ChildProcess compiler = ChildProcess.start(output, compile, Map.of())) {
      if (compiler.awaitExit() != 0) {
        throw new AssertionError("cannot compile " + SOURCE + ": " + compiler.err());
      }
    }
  }

  /** The command that starts {@code program} under this clock. */
  List<String> under(List<String> program) {
    return Stream.concat(
            Stream.of("env", "LD_PRELOAD=" + library, "CLOCK_OFFSET=" + offset), program.stream())
        .toList();
  }

  /** From now on the programs read a time of day that is wrong by {@code wrong}. */
  void set(Duration wrong) {
    byte[] seconds =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.nativeOrder())
            .putLong(wrong.toSeconds())
            .array();
    try {
      Files.write(offset, seconds, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + offset, e);
    }
  }
}
