/**
 * Whole agents, a registry and the ways between them in one process, under a virtual clock and one
 * seed: the same seed, the same run.
 */
@NullMarked
package dev.mycelium.agent.simulation.world;

import org.jspecify.annotations.NullMarked;
