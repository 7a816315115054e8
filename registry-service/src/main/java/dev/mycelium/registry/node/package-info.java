/** Nodes: registration, leases, goodbye and expiry. */
@ApplicationModule(allowedDependencies = {"problem", "event", "turn", "retention", "share"})
@NullMarked
package dev.mycelium.registry.node;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
