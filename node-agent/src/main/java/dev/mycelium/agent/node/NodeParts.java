package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.migration.GroupSelector;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.transport.HttpCoordination;
import dev.mycelium.time.Threads;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a node is made of; wired by whoever starts it, and closed by them.
 *
 * @param state the folder of this node's own files
 * @param ways to other nodes, when they coordinate
 * @param threads on which the node lives, and where it waits
 */
public record NodeParts(
    Directory directory,
    LearnerFactory learners,
    AggregatorFactory aggregators,
    GroupSelector selector,
    Path state,
    BlobStore blobs,
    RoundJournal journal,
    LastGroup lastGroup,
    NodeListener listener,
    Clock clock,
    RandomGenerator random,
    Ways ways,
    Threads threads) {

  public NodeParts {
    requireNonNull(directory, "directory");
    requireNonNull(learners, "learners");
    requireNonNull(aggregators, "aggregators");
    requireNonNull(selector, "selector");
    requireNonNull(state, "state");
    requireNonNull(blobs, "blobs");
    requireNonNull(journal, "journal");
    requireNonNull(lastGroup, "lastGroup");
    requireNonNull(listener, "listener");
    requireNonNull(clock, "clock");
    requireNonNull(random, "random");
    requireNonNull(ways, "ways");
    requireNonNull(threads, "threads");
  }

  /** Over HTTP, on threads of this JVM. */
  public NodeParts(
      Directory directory,
      LearnerFactory learners,
      AggregatorFactory aggregators,
      GroupSelector selector,
      Path state,
      BlobStore blobs,
      RoundJournal journal,
      LastGroup lastGroup,
      NodeListener listener,
      Clock clock,
      RandomGenerator random) {
    this(
        directory,
        learners,
        aggregators,
        selector,
        state,
        blobs,
        journal,
        lastGroup,
        listener,
        clock,
        random,
        HttpCoordination::new,
        Threads.ofJvm());
  }
}
