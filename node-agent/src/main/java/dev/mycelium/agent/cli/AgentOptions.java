package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.GroupCreation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Everything that {@code node start} was told. */
record AgentOptions(
    RegistryOptions registry,
    NetworkOptions network,
    GroupOptions group,
    LearningOptions learning,
    FederationOptions federation,
    PluginOptions plugins,
    StorageOptions storage,
    @Nullable String name,
    @Nullable Path stateDirectory) {

  /** Finds what is wrong with the options alone, before anything is started or loaded. */
  void requireSound() {
    learning.requireSound();
    var unused = group.start();
    var alsoUnused = federation.spec();
    if (group.rounds != null && group.rounds < 1) {
      throw new CommandFailedException(
          ExitCode.USAGE, "--rounds: %d (expected: > 0)".formatted(group.rounds));
    }
    if (group.maxCapacity < 1 || group.maxCapacity > GroupCreation.LARGEST_CAPACITY) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--max-capacity: %d (expected: 1 to %d)"
              .formatted(group.maxCapacity, GroupCreation.LARGEST_CAPACITY));
    }
    if (!(group.switchThreshold >= 0 && Double.isFinite(group.switchThreshold))) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--switch-threshold: %s (expected: >= 0)".formatted(group.switchThreshold));
    }
    group.requireSound();
    registry.requireSound();
    var disk = storage.limits();
    network.requireSound();
    if (group.evaluationInterval.isZero()) {
      throw new CommandFailedException(
          ExitCode.USAGE, "--group-evaluation-interval: 0 (expected: > 0)");
    }
  }
}
