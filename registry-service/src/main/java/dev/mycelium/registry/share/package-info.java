/** Shares: how much of something bounded each of many may hold. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.mycelium.registry.share;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
