package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.migration.GroupSelector;
import dev.mycelium.agent.node.LearnerFactory;
import dev.mycelium.wire.group.GroupCreation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a world is made of.
 *
 * @param founding the group that a node founds where none is compatible
 * @param heartbeat interval that nodes ask for
 * @param evaluation pause between two looks at other groups
 * @param training shortest and longest time that a training takes
 * @param preemption chance that a thread is stopped where it takes a lock
 * @param folder where nodes keep their files
 */
public record Setting(
    long seed,
    List<Inhabitant> inhabitants,
    GroupCreation founding,
    GroupSelector selector,
    Duration heartbeat,
    Duration evaluation,
    Range training,
    double preemption,
    Path folder) {

  public Setting {
    inhabitants = List.copyOf(inhabitants);
    requireNonNull(founding.spec(), "founding.spec");
  }

  /**
   * A node.
   *
   * @param name its id and address
   * @param offers whether it is willing to coordinate
   */
  public record Inhabitant(String name, boolean offers, LearnerFactory learners) {}

  /** From shortest to longest, both included. */
  public record Range(Duration shortest, Duration longest) {}
}
