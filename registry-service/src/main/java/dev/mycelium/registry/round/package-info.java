/**
 * Heads, the only point at which a model version is committed, which of them is the best, and how
 * rounds went.
 */
@ApplicationModule(allowedDependencies = {"group", "performance", "problem", "event"})
@NullMarked
package dev.mycelium.registry.round;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
