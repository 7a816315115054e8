package dev.mycelium.agent.simulation.world;

import dev.mycelium.agent.round.Phase;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What befalls a world while its trouble lasts, drawn from its seed. */
final class Fate {
  private static final Duration SHORTEST_WAY = Duration.ofMillis(1);

  private final World world;
  private final SplittableRandom random;

  Fate(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
  }

  /** Starts everybody and plans all faults. */
  void befall() {
    world.startRegistry();
    world.nodes().forEach(node -> world.after(seconds(0, 10), node::start));
    Filter filter =
        Filter.delay(SHORTEST_WAY, Duration.ofMillis(5 + random.nextInt(500)))
            .then(Filter.loss(random.nextBoolean() ? random.nextDouble() * 0.15 : 0))
            .then(
                Filter.duplication(
                    random.nextBoolean() ? random.nextDouble() * 0.3 : 0, Duration.ofSeconds(5)));
    int faults = 1 + random.nextInt(7);
    for (int i = 0; i < faults; i++) {
      filter = filter.then(fault());
    }
    world.network().filter(filter);
    if (random.nextInt(3) == 0) {
      SplittableRandom own = random.split();
      double chance = random.nextDouble() * 0.1;
      world.breakAt(phase -> own.nextDouble() < chance && restarted(phase));
    }
  }

  /** Whoever dies at a phase is started again by something. */
  private boolean restarted(Phase phase) {
    Duration later = seconds(1, 30);
    world.after(later, () -> world.nodes().forEach(VirtualNode::start));
    return phase != null;
  }

  /** Nothing more befalls the world, and all who are down get up. */
  static void end(World world) {
    world.network().filter(Filter.delay(SHORTEST_WAY, Duration.ofMillis(50)).then(asIs()));
    world.breakAt(phase -> false);
    world.startRegistry();
    world.nodes().forEach(VirtualNode::start);
  }

  private static Filter asIs() {
    return (message, arrivals, drawn) -> arrivals;
  }

  /** One more fault; a filter if it is one of the network's. */
  private Filter fault() {
    Duration at = seconds(5, 90);
    VirtualNode node = world.nodes().get(random.nextInt(world.nodes().size()));
    switch (random.nextInt(9)) {
      case 0, 1 -> crash(node, at);
      case 2 -> world.after(at, () -> crashCoordinator(seconds(1, 30)));
      case 3 -> {
        Duration down = seconds(1, 40);
        Duration jump = seconds(-90_000, 90_000);
        world.after(at, world::crashRegistry);
        world.after(at, () -> world.setRegistryClock(jump));
        world.after(at.plus(down), world::startRegistry);
      }
      case 4 -> {
        Duration still = seconds(1, 40);
        world.after(at, () -> world.suspendRegistry(still));
      }
      case 5, 6 -> {
        Duration still = seconds(5, 70);
        world.after(at, () -> node.suspend(still));
      }
      case 7 -> {
        Duration down = seconds(5, 30);
        world.after(at, node::stop);
        world.after(at.plus(down), node::start);
      }
      default -> {
        return partition(node, at);
      }
    }
    return asIs();
  }

  private void crash(VirtualNode node, Duration at) {
    Duration down = seconds(1, 40);
    Duration jump = seconds(-90_000, 90_000);
    world.after(at, () -> node.crash("is killed"));
    world.after(at, () -> node.setClock(jump));
    world.after(at.plus(down), node::start);
  }

  private void crashCoordinator(Duration down) {
    world.rows().groups.values().stream()
        .flatMap(group -> Stream.ofNullable(group.term.holder()))
        .findFirst()
        .map(holder -> world.node(holder.value()))
        .ifPresent(
            holder -> {
              holder.crash("is killed as the coordinator");
              world.after(down, holder::start);
            });
  }

  /** Cuts a node off from some or all others, in one direction or both. */
  private Filter partition(VirtualNode node, Duration at) {
    long begin = at.toNanos();
    long end = begin + seconds(2, 60).toNanos();
    String name = node.id().value();
    List<String> others =
        Stream.concat(
                Stream.of(RegistryDesk.NAME),
                world.nodes().stream().map(other -> other.id().value()))
            .filter(other -> random.nextBoolean())
            .toList();
    boolean out = random.nextInt(3) > 0;
    boolean in = !out || random.nextBoolean();
    Predicate<Message> cut =
        message ->
            message.at() >= begin
                && message.at() < end
                && ((out && message.from().equals(name) && others.contains(message.to()))
                    || (in && message.to().equals(name) && others.contains(message.from())));
    return Filter.cut(cut);
  }

  private Duration seconds(int from, int to) {
    return Duration.ofMillis(1000L * from + random.nextLong(1000L * (to - from)));
  }
}
