/** One request that renews, scores, and answers with where the node belongs. */
@ApplicationModule(allowedDependencies = {"node", "group", "performance", "problem"})
@NullMarked
package dev.mycelium.registry.heartbeat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
