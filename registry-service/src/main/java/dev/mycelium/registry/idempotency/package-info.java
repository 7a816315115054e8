/** Writes under an {@code Idempotency-Key}: done once, answered the same each time. */
@ApplicationModule(allowedDependencies = {"problem", "retention"})
@NullMarked
package dev.mycelium.registry.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
