/** Groups, their places and their coordinator's term. */
@ApplicationModule(allowedDependencies = {"node", "problem", "event", "turn"})
@NullMarked
package dev.mycelium.registry.group;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
