package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.migration.ThresholdMode;
import dev.mycelium.agent.migration.ThresholdSelector;
import dev.mycelium.agent.simulation.world.Setting.Inhabitant;
import dev.mycelium.agent.simulation.world.Setting.Range;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One seed's world: who lives in it and what befalls it, for a while; then nothing more, and every
 * group has to get on.
 */
final class Trial {
  private static final Duration TROUBLE = Duration.ofSeconds(90);
  private static final Duration PEACE = Duration.ofMinutes(4);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  /** A single seed is told from its beginning. */
  private static final int MOST_LINES =
      Long.getLong("mycelium.simulation.seed") == null ? 60 : Integer.MAX_VALUE;

  private static final List<StrategySpec> STRATEGIES =
      List.of(
          new StrategySpec.FedAvg(),
          new StrategySpec.FedAvg(),
          new StrategySpec.FedAvgM(1.0, 0.5),
          new StrategySpec.Mean());

  private final long seed;
  private final World.RegistryMaker registries;

  /** What came of it. */
  record Outcome(
      String digest, List<String> chronicle, int versions, long recomputed, long events) {}

  Trial(long seed, World.RegistryMaker registries) {
    this.seed = seed;
    this.registries = registries;
  }

  /** Runs the seed to its end; the error of a law that was broken names the seed. */
  Outcome run() {
    return run(() -> {});
  }

  /**
   * @param disturbance runs after every event, and must change nothing
   */
  Outcome run(Runnable disturbance) {
    Path folder = folder();
    try {
      return run(folder, disturbance);
    } finally {
      delete(folder);
    }
  }

  private Outcome run(Path folder, Runnable disturbance) {
    SplittableRandom random = new SplittableRandom(seed);
    Laws laws = new Laws();
    try (World world = new World(setting(folder, random), registries, laws)) {
      laws.watch(world);
      world.observe(disturbance);
      try {
        new Fate(world, random).befall();
        world.run(TROUBLE);
        Fate.end(world);
        awaitProgress(world, laws);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed=%d: %s%nagain by: -Dmycelium.simulation.seed=%d%n%s"
                .formatted(seed, e.getMessage(), seed, world.chronicle().end(MOST_LINES)),
            e);
      }
      return new Outcome(
          world.chronicle().digest(),
          world.chronicle().lines(),
          world.rows().groups.keySet().stream().mapToInt(group -> laws.heads(group).size()).sum(),
          laws.recomputed(),
          world.time().events());
    }
  }

  private Setting setting(Path folder, SplittableRandom random) {
    int nodes = 2 + random.nextInt(3);
    int capacity = random.nextInt(4) == 0 ? Math.max(1, nodes - 1) : 5;
    List<Inhabitant> inhabitants = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      float optimum = random.nextInt(10);
      boolean offers = i == 0 || capacity < nodes || random.nextInt(4) > 0;
      int examples = 1 + random.nextInt(5);
      inhabitants.add(
          new Inhabitant("node-" + i, offers, spec -> learner(spec, examples, optimum)));
    }
    return new Setting(
        random.nextLong(),
        inhabitants,
        new GroupCreation("linear", "points", null, capacity, null, spec(random), true, null),
        new ThresholdSelector(0.05, ThresholdMode.ABSOLUTE),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        new Range(Duration.ofSeconds(3), Duration.ofSeconds(12)),
        random.nextBoolean() ? 0.3 : 0,
        folder);
  }

  private static GroupSpec spec(SplittableRandom random) {
    return new GroupSpec(
        QuadraticLearner.task(1),
        new ModelSpec.Linear(),
        new TrainingSpec(new OptimizerSpec.Sgd(0.5, 0), 1, 1, 7),
        new FederationSpec(
            STRATEGIES.get(random.nextInt(STRATEGIES.size())),
            null,
            random.nextBoolean() ? 1.0 : 0.5,
            1.0,
            1 + random.nextInt(2),
            2,
            Duration.ofSeconds(20)));
  }

  private static QuadraticLearner learner(GroupSpec spec, int examples, float optimum) {
    TensorLayout layout = Network.of(spec.model(), spec.task()).layout();
    float[] all = new float[layout.elements()];
    Arrays.fill(all, optimum);
    return new QuadraticLearner(layout, examples, all);
  }

  /** In peace, every group makes a version that has a member who is willing to coordinate. */
  private static void awaitProgress(World world, Laws laws) {
    long begin = world.time().nanos();
    while (!behind(world, laws, begin).isEmpty()) {
      Laws.require(
          world.time().nanos() - begin < PEACE.toNanos(),
          "no version in %s of peace: %s",
          PEACE,
          behind(world, laws, begin));
      world.run(LOOK_AGAIN);
    }
  }

  private static List<GroupId> behind(World world, Laws laws, long since) {
    return world.rows().groups.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(group -> isLed(world, group))
        .filter(group -> laws.committedAt(group) < since)
        .toList();
  }

  private static boolean isLed(World world, GroupId group) {
    return world.rows().nodes.values().stream()
        .anyMatch(node -> group.equals(node.group) && node.mayCoordinate());
  }

  private static Path folder() {
    Path memory = Path.of("/dev/shm");
    try {
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "mycelium-world")
          : Files.createTempDirectory("mycelium-world");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
