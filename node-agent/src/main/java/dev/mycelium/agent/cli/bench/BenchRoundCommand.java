package dev.mycelium.agent.cli.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mycelium bench round}. */
@Command(
    name = "round",
    description = {
      "A round of 10 members with updates of 40 MB over loopback, without training.",
      "The updates are uploaded, hashed, synced, examined, averaged, and the head is "
          + "downloaded by all."
    },
    mixinStandardHelpOptions = true)
public final class BenchRoundCommand implements Runnable {
  private static final int NUMBERS = 10_000_000;
  private static final double GOAL = 1000;

  @Mixin private RaceOptions options = new RaceOptions();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where five gigabytes of blobs may lie meanwhile; by default the system's place.")
  private @Nullable Path parent;

  @Override
  public void run() {
    try (TemporaryFolder folder = TemporaryFolder.in(parent);
        LoopbackGroup group = new LoopbackGroup(folder.path(), NUMBERS)) {
      options.run(new Race("round 10 x 40 MB", GOAL, List.of(contender(group))));
    }
  }

  /** Drawing the updates is not timed. */
  private static Contender contender(LoopbackGroup group) {
    return new Contender() {
      @Override
      public String name() {
        return "ours";
      }

      @Override
      public long nanos() {
        return group.round();
      }
    };
  }
}
