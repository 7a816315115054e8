package dev.mycelium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A program whose start is measured from outside. Linux only: memory is read from /proc. */
final class StartedProgram implements AutoCloseable {
  private static final Duration RESOLUTION = Duration.ofMillis(20);
  private static final Duration WATCHED = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMillis(20);

  private final ChildProcess process;
  private final Duration until;
  private final Duration processor;

  private StartedProgram(ChildProcess process, Duration until, Duration processor) {
    this.process = process;
    this.until = until;
    this.processor = processor;
  }

  /** Starts a program and waits until it is of use. */
  static StartedProgram start(Supplier<ChildProcess> start, Predicate<ChildProcess> isOfUse) {
    long begin = System.nanoTime();
    ChildProcess process = start.get();
    Deadline.await("a started program")
        .pollInterval(RESOLUTION)
        .until(() -> !process.isAlive() || isOfUse.test(process));
    Duration until = Duration.ofNanos(System.nanoTime() - begin);
    if (!process.isAlive()) {
      throw new AssertionError("the program ended: " + process.out() + process.err());
    }
    return new StartedProgram(process, until, process.processorTime());
  }

  String out() {
    return process.out();
  }

  /** Waits until it has nothing to do: one fiftieth of a processor at most, for a second. */
  StartUp idle() {
    Deadline.await("an idle program").pollInterval(WATCHED).until(new Idleness());
    return new StartUp(until, processor, residentKibibytes() / 1024.0);
  }

  private final class Idleness implements Callable<Boolean> {
    private Duration before = Duration.ZERO;

    @Override
    public Boolean call() {
      Duration now = process.processorTime();
      Duration taken = now.minus(before);
      before = now;
      return taken.compareTo(IDLE) <= 0;
    }
  }

  private long residentKibibytes() {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + status, e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
