package dev.mycelium.registry.performance;

import dev.mycelium.wire.performance.Standing;
import java.time.Instant;

/** A group's standing, and when it last changed. */
public record GroupStanding(Standing standing, Instant updatedAt) {}
