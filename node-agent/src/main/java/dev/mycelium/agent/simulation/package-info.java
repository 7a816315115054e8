/** Groups of virtual clients in one process, through the very rounds of a real group. */
@NullMarked
package dev.mycelium.agent.simulation;

import org.jspecify.annotations.NullMarked;
