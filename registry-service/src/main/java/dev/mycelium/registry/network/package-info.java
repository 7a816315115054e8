/** Views over all other modules: lists, the state of the network, health. */
@ApplicationModule(
    allowedDependencies = {"node", "group", "round", "performance", "event", "problem"})
@NullMarked
package dev.mycelium.registry.network;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
