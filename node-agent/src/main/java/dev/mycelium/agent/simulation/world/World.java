package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.round.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Agents, their registry and the network between them. The agents are the production's, down to
 * their files; time, threads, the registry and the ways are virtual. Closed by whoever made it.
 */
final class World implements AutoCloseable {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  private static final long LONGEST_STOP = Duration.ofMillis(20).toNanos();

  private final Setting setting;
  private final WorldWatch watch;
  private final VirtualTime time;
  private final Chronicle chronicle;
  private final VirtualNetwork network;
  private final Preemption preemption;
  private final RegistryRows rows = new RegistryRows();
  private final RegistryMaker registries;
  private final Map<String, VirtualNode> nodes = new LinkedHashMap<>();
  private final List<Life> lives = new ArrayList<>();
  private Predicate<Phase> breaking = phase -> false;
  private Duration registryOffset = Duration.ZERO;
  private @Nullable Life registry;

  /** Starts a registry on rows that may be there already. */
  @FunctionalInterface
  interface RegistryMaker {
    VirtualRegistry on(RegistryRows rows, RegistryWatch watch, Life life);

    static RegistryMaker sound() {
      return (rows, watch, life) -> new VirtualRegistry(rows, watch, life.clock());
    }
  }

  World(Setting setting, RegistryMaker registries, WorldWatch watch) {
    this.setting = requireNonNull(setting, "setting");
    this.registries = requireNonNull(registries, "registries");
    this.watch = requireNonNull(watch, "watch");
    SplittableRandom seeds = new SplittableRandom(setting.seed());
    time = new VirtualTime(seeds.nextLong());
    chronicle = new Chronicle(time);
    network = new VirtualNetwork(time, seeds.nextLong(), chronicle);
    preemption = new Preemption(seeds.split(), setting.preemption(), LONGEST_STOP);
    for (Setting.Inhabitant inhabitant : setting.inhabitants()) {
      nodes.put(inhabitant.name(), new VirtualNode(this, inhabitant, seeds.split()));
    }
  }

  Setting setting() {
    return setting;
  }

  VirtualTime time() {
    return time;
  }

  Chronicle chronicle() {
    return chronicle;
  }

  VirtualNetwork network() {
    return network;
  }

  RegistryRows rows() {
    return rows;
  }

  WorldWatch watch() {
    return watch;
  }

  List<VirtualNode> nodes() {
    return List.copyOf(nodes.values());
  }

  VirtualNode node(String name) {
    return requireNonNull(nodes.get(name), name);
  }

  /** Whoever coordinates dies where {@code next} holds of how far a round got. */
  void breakAt(Predicate<Phase> next) {
    breaking = next;
  }

  boolean breaksAt(Phase phase) {
    return breaking.test(phase);
  }

  /** Runs {@code watching} after every event; what it throws ends the run. */
  void observe(Runnable watching) {
    time.observe(watching);
  }

  /** Does {@code deed} when {@code delay} has passed. */
  void after(Duration delay, Runnable deed) {
    time.after(delay, deed);
  }

  /** Lets time pass. */
  void run(Duration length) {
    time.run(length);
  }

  Life newLife(String name, Duration wallOffset) {
    Instant wall = BEGINNING.plusNanos(time.nanos()).plus(wallOffset);
    Life life = new Life(name, time, wall, preemption);
    lives.add(life);
    return life;
  }

  void startRegistry() {
    if (registry == null) {
      chronicle.tell(RegistryDesk.NAME, "starts");
      Life life = newLife(RegistryDesk.NAME, registryOffset);
      registry = life;
      life.newThread("start", () -> serve(life)).start();
    }
  }

  private void serve(Life life) {
    VirtualRegistry served = registries.on(rows, watch, life);
    network.listen(life, new RegistryDesk(served, rows.answers));
    while (true) {
      life.spend(VirtualRegistry.SWEEP);
      served.sweep();
    }
  }

  void crashRegistry() {
    Life now = registry;
    if (now != null) {
      chronicle.tell(RegistryDesk.NAME, "is killed");
      registry = null;
      now.kill();
    }
  }

  void suspendRegistry(Duration length) {
    Life now = registry;
    if (now != null) {
      chronicle.tell(RegistryDesk.NAME, "stands still for %s", length);
      now.suspend(length);
    }
  }

  /** As {@link VirtualNode#setClock}. */
  void setRegistryClock(Duration jump) {
    chronicle.tell(RegistryDesk.NAME, "has its clock set by %s", jump);
    registryOffset = registryOffset.plus(jump);
  }

  /** Ends every process; when this returns, none of its threads runs any more. */
  @Override
  public void close() {
    time.drain(() -> lives.forEach(Life::kill));
  }
}
