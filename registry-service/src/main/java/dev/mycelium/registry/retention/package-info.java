/** How tables stay bounded: what the registry forgets after a while. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.mycelium.registry.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
