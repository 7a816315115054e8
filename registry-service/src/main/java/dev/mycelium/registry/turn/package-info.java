/** Turns: what may happen in one transaction at a time, whatever the database. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.mycelium.registry.turn;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
