/**
 * End to end: a real registry and real agents, each a process of its own, on a real network and a
 * real database.
 */
@NullMarked
package dev.mycelium.e2e;

import org.jspecify.annotations.NullMarked;
