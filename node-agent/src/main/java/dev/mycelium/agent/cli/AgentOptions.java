package dev.mycelium.agent.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Everything that {@code node start} was told. */
record AgentOptions(
    NetworkOptions network,
    GroupOptions group,
    LearningOptions learning,
    @Nullable String name,
    @Nullable Path stateDirectory) {}
