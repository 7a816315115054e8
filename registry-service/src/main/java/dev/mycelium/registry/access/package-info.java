/** What stands before every route: who may write, how often, and how much at once. */
@ApplicationModule(allowedDependencies = {"problem", "share"})
@NullMarked
package dev.mycelium.registry.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
