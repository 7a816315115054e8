package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TaskSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a source needs to know of its surroundings.
 *
 * @param workingDirectory where relative paths begin
 * @param cacheDirectory where generated data is kept
 * @param agreed the task that several nodes agreed on, whose columns and labels bind; null if the
 *     data speaks for itself
 * @param budget what the data may take of the memory
 */
record Circumstances(
    Path workingDirectory, Path cacheDirectory, @Nullable TaskSpec agreed, MemoryBudget budget) {

  Path resolve(Path path) {
    return workingDirectory.resolve(path).normalize();
  }
}
