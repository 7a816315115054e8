/** The append-only log of what happened in the network, and why. */
@ApplicationModule(allowedDependencies = {"problem", "retention", "turn"})
@NullMarked
package dev.mycelium.registry.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
