/** Scores that members measured, and the standing of a group that follows from them. */
@ApplicationModule(allowedDependencies = {"retention", "group", "problem", "event"})
@NullMarked
package dev.mycelium.registry.performance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
