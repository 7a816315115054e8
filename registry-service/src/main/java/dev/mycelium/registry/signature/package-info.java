/** For which node a request speaks, and that none speaks for another node's key. */
@ApplicationModule(allowedDependencies = {"node", "problem"})
@NullMarked
package dev.mycelium.registry.signature;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
